#!/usr/bin/env python3
"""Streams of Pods on a Docker Engine, through kubectl: logs, exec, cp, port-forward, attach, debug.

    tests/compat/docker_test.py BUILD_DIR

Prints a line for each check that fails, and at the end "N passed, M failed".
"""
import os
import subprocess
import sys
import time
import urllib.request

from cluster import KUBECTL, Cluster, docker_host, free_port, minor_version

MINOR = minor_version()
REAL = """
apiVersion: v1
kind: Pod
metadata: {name: real, labels: {app: real}}
spec:
  terminationGracePeriodSeconds: 1
  containers:
  - name: writer
    image: busybox:latest
    imagePullPolicy: Never
    command: [sh, -c, 'echo begin; sleep 0.5; i=0; while :; do i=$((i+1)); echo line $i; echo bad $i >&2; sleep 0.2; done']
  - name: reader
    image: busybox:latest
    imagePullPolicy: Never
    stdin: true
    command: [sh, -c, 'while read x; do echo got $x; done; sleep 1000']
  - name: shell
    image: busybox:latest
    imagePullPolicy: Never
    stdin: true
    tty: true
    command: [sh, -c, 'stty size; tty; while read x; do echo typed $x; done']
  - name: server
    image: busybox:latest
    imagePullPolicy: Never
    command: [sh, -c, 'mkdir -p /www; hostname > /www/name; head -c 3000000 /dev/zero > /www/large; exec httpd -f -p 127.0.0.1:8080 -h /www']
"""

CRASH = """
apiVersion: v1
kind: Pod
metadata: {name: crash}
spec:
  containers:
  - {name: c, image: "busybox:latest", imagePullPolicy: Never, command: [sh, -c, 'echo try; exit 7']}
"""


def check_logs(c):
    k = c.k
    # The engine reads the two outputs side by side: what comes at once may be kept in either order.
    c.until("both outputs are in the log", lambda: "bad 1" in c.run("logs", "real", "-c", "writer")[1])
    k("logs real -c writer --tail=2", r"\A(line|bad) \d+\n(line|bad) \d+\n\Z")
    if MINOR >= 22:
        k("logs real", r"\Abegin$", err='Defaulted container "writer"')
    else:
        k("logs real", rc=1, err="a container name must be specified for pod real")
    k("logs real -c writer --since=1h --timestamps --limit-bytes=40", r"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z begin")
    time.sleep(2)
    code, out, err = c.run("logs", "real", "-c", "writer", "--limit-bytes=40")
    c.judge("kubectl logs --limit-bytes", code == 0 and len(out) == 40, out + err)
    code, out, err = c.run("logs", "real", "-c", "writer", "--since=1s")
    c.judge("kubectl logs --since leaves out what is older", "begin" not in out and "line" in out, out[:300] + err)
    times = c.run("logs", "real", "-c", "writer", "--timestamps")[1].splitlines()
    middle = times[len(times) // 2].split(" ")[0]
    code, out, err = c.run("logs", "real", "-c", "writer", f"--since-time={middle[:19]}Z", "--timestamps")
    c.judge("kubectl logs --since-time", code == 0 and middle in out and "begin" not in out, err + out[:300])
    k("logs -l app=real -c writer --tail=1", r"^(line|bad) \d+")
    k("logs real -c nothing", rc=1, err="container nothing is not valid for pod real")
    code, out, err = c.run("logs", "-f", "real", "-c", "writer", "--tail=1", timeout=3)
    c.judge("kubectl logs -f goes on", code == "timeout" and out.count("line") >= 5, out + err)
    c.until("a container that fails is restarted", lambda: "1" in c.run(
        "get", "pod", "crash", "-o", "jsonpath={.status.containerStatuses[0].restartCount}")[1])
    k("logs crash --previous", r"\Atry\n\Z")
    k(["run", "ends", "--image=busybox:latest", "--image-pull-policy=Never", "--restart=Never", "--", "sh", "-c",
       "sleep 2; seq 1 20000; echo end"], "created")
    c.until("the Pod runs", lambda: c.run("get", "pod", "ends", "-o", "jsonpath={.status.phase}")[1] == "Running")
    code, out, err = c.run("logs", "-f", "ends", timeout=20)
    c.judge("kubectl logs -f ends with its container, with all that it printed",
            code == 0 and out.startswith("1\n2\n") and out.endswith("20000\nend\n") and out.count("\n") == 20001,
            f"{code} {err} {out[-200:]}")
    k("logs ends --tail=3", r"\A19999\n20000\nend\n\Z")


def check_exec(c):
    k = c.k
    k("exec real -c writer -- echo hi", r"\Ahi\n\Z")
    k(["exec", "real", "-c", "writer", "--", "sh", "-c", "echo out; echo bad >&2; exit 3"], r"\Aout\n\Z", rc=3, err="bad")
    k("exec real -c writer -- /nothing", rc=1, err="no such file or directory")
    k("exec -i real -c writer -- cat", r"\Afrom stdin\n\Z", stdin="from stdin\n")
    large = "x" * 3_000_000
    code, out, err = c.run("exec", "-i", "real", "-c", "writer", "--", "wc", "-c", stdin=large)
    c.judge("kubectl exec -i with 3 MB", code == 0 and out.strip() == str(len(large)), out + err)
    code, out, err = c.run("exec", "real", "-c", "writer", "--", "sh", "-c", "yes | head -c 5000000")
    c.judge("kubectl exec with 5 MB of output", code == 0 and len(out) == 5_000_000, f"{code} {len(out)} {err}")
    k("exec real -c nothing -- true", rc=1, err="container nothing is not valid|container not found")
    script = "stty rows 11 cols 22; stty size; tty; read x; echo got $x; exit 5"
    code, out = c.on_terminal([KUBECTL, "exec", "-it", "real", "-c", "writer", "--", "sh", "-c", script], b"word\r")
    c.judge("kubectl exec -it has a terminal", code == 5 and "/dev/pts" in out and "got word" in out, f"{code} {out}")
    # Who is interrupted leaves nothing behind.
    session = c.start("exec", "-i", "real", "-c", "writer", "--", "sleep", "4711")
    left = lambda: "4711" in c.run("exec", "real", "-c", "writer", "--", "ps")[1]
    c.until("the program runs", left)
    session.kill()
    session.wait()
    c.until("a program whose user has gone is ended", lambda: not left())


def check_copies(c):
    source = c.work / "sent"
    source.write_bytes(os.urandom(2_000_000))
    c.k(f"cp {source} real:/tmp/copied -c writer")
    c.k("exec real -c writer -- wc -c /tmp/copied", r"^2000000 ")
    c.k(f"cp real:/tmp/copied {c.work}/back -c writer")
    back = c.work / "back"
    c.judge("kubectl cp there and back", back.exists() and back.read_bytes() == source.read_bytes())


def check_ports(c):
    local = free_port()
    forward = c.start("port-forward", "pod/real", f"{local}:8080", f"{free_port()}:8081")
    fetch = lambda path: urllib.request.urlopen(f"http://127.0.0.1:{local}/{path}", timeout=10).read()

    def fetched():
        try:
            return fetch("name").strip() == b"real"
        except OSError:
            return False
    c.until("kubectl port-forward reaches what listens on 127.0.0.1", fetched)
    c.judge("kubectl port-forward with 3 MB", len(fetch("large")) == 3_000_000)
    forward.terminate()
    forward.wait()
    nobody = free_port()
    forward = c.start("port-forward", "pod/real", f"{nobody}:81")
    forward.stdout.readline()
    subprocess.run(["curl", "-s", "-m", "10", f"http://127.0.0.1:{nobody}/"], capture_output=True)
    try:
        _, said = forward.communicate(timeout=5)
    except subprocess.TimeoutExpired:
        forward.terminate()
        _, said = forward.communicate()
    c.judge("kubectl port-forward says that nobody listens", b"refused" in said, said.decode())


def check_attach(c):
    code, out, err = c.run("attach", "real", "-c", "writer", timeout=3)
    c.judge("kubectl attach follows the output", code == "timeout" and "line" in out, out + err)
    code, out, err = c.run("attach", "-i", "real", "-c", "reader", stdin="echoed\n", timeout=6)
    c.judge("kubectl attach -i sends input", "got echoed" in out, f"{code} {out} {err}")
    code, out, err = c.run("attach", "-i", "real", "-c", "reader", stdin="again\n", timeout=6)
    c.judge("kubectl attach -i a second time", "got again" in out, f"{code} {out} {err}")
    script = c.start("attach", "-i", "real", "-c", "shell")
    script.kill()
    script.wait()
    code, out = c.on_terminal(["timeout", "6", KUBECTL, "attach", "-it", "real", "-c", "shell"], b"word\r", b"prompt")
    c.judge("kubectl attach -it has a terminal", "typed word" in out, f"{code} {out}")


def check_debug(c):
    image = ["--image=busybox:latest", "--image-pull-policy=Never", "--profile=general"]
    c.k(["debug", "real", *image, "-c", "looks", "--target=writer", "--", "sh", "-c", "echo looking; sleep 1000"])
    c.until("kubectl debug adds a container", lambda: "looking" in c.run("logs", "real", "-c", "looks")[1])
    c.until("that it does not see the target's processes is told", lambda: "targetContainerName" in c.run(
        "get", "events", "-o", "jsonpath={.items[*].message}")[1])
    c.k("exec real -c looks -- wget -q -O- http://127.0.0.1:8080/name", r"\Areal\n\Z")
    code, out = c.on_terminal(["timeout", "15", KUBECTL, "debug", "-it", "real", *image, "-c", "talks", "--", "sh", "-c",
                               "sleep 2; tty; read x; echo got $x"], b"word\r")
    c.judge("kubectl debug -it has a terminal", "got word" in out, f"{code} {out}")


def main():
    with Cluster(sys.argv[1], [f"d=docker:{docker_host()}"]) as c:
        c.k("apply -f -", "real created.*crash created", stdin=REAL + "---" + CRASH)
        c.k("wait --for=condition=Ready pod/real --timeout=60s", "condition met")
        for part in (check_logs, check_exec, check_copies, check_ports, check_attach) + (
                (check_debug,) if MINOR >= 23 else ()):  # older ones make ephemeral containers as they were before 1.22
            print(f"== {part.__name__.removeprefix('check_')}", flush=True)
            part(c)
        c.k("delete pod real --grace-period=1", "deleted")
        c.k("logs real", rc=1, err="NotFound")
    return 1 if c.failed else 0


if __name__ == "__main__":
    sys.exit(main())
