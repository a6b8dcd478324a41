"""A cluster of `keelson up`, kubectl against it, and a Docker Engine for its nodes, for the tests beside this file."""
import json
import os
import pathlib
import re
import select
import shlex
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parents[2]
# Which kubectl: KEELSON_KUBECTL may name another version.
KUBECTL = os.environ.get("KEELSON_KUBECTL", "kubectl")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def minor_version():
    """The 32 of kubectl 1.32."""
    out = subprocess.run([KUBECTL, "version", "--client", "-o", "json"], check=True, capture_output=True, text=True).stdout
    return int(re.match(r"\d+", json.loads(out)["clientVersion"]["minor"])[0])


def docker_host():
    """The engine that tests share: KEELSON_DOCKER_HOST's, or one of our own, which stays for the next test."""
    given = os.environ.get("KEELSON_DOCKER_HOST")
    if given:
        return given
    script = ROOT / "tests/support/docker_engine.sh"
    return subprocess.run([script, "start", "tests", "4"], check=True, capture_output=True, text=True).stdout.strip()


class Engine:
    """The Docker Engine's own API."""

    def __init__(self, host):
        self.host = host

    def ask(self, method, path, body=None, kind="application/json"):
        command = ["curl", "-sS", "--max-time", "60", "-X", method, "-H", f"Content-Type: {kind}"]
        if self.host.startswith("unix://"):
            command += ["--unix-socket", self.host[len("unix://"):], "http://docker" + path]
        else:
            command += ["http" + self.host[len("tcp"):] + path]
        if body is not None:
            command += ["--data-binary", "@-"]
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        text = subprocess.run(command, input=data, check=True, capture_output=True).stdout
        try:
            return json.loads(text)
        except ValueError:
            return text.decode(errors="replace")

    def build(self, name, changes):
        """An image like busybox:latest with what lines of a Dockerfile change."""
        made = self.ask("POST", "/containers/create", {"Image": "busybox:latest", "Cmd": ["true"]})
        query = "&".join("changes=" + urllib.parse.quote(change) for change in changes)
        repository, tag = name.split(":")
        self.ask("POST", f"/commit?container={made['Id']}&repo={repository}&tag={tag}&{query}", {})
        self.ask("DELETE", f"/containers/{made['Id']}?force=1")


class Cluster:
    """The program under test, kubectl against it, and the count of what was checked."""

    def __init__(self, build, nodes, flags=(), ready=None, environment=None):
        """`nodes` as --node takes them; `ready`: how many Nodes they make."""
        self.work = pathlib.Path(tempfile.mkdtemp(prefix="keelson-compat-"))
        self.build = pathlib.Path(build).resolve()
        self.config = self.work / "kubeconfig"
        self.port = free_port()
        self.command = [self.build / "keelson", "up", *(word for node in nodes for word in ("--node", node)), "--data",
                        self.work / "data", "--listen", f"127.0.0.1:{self.port}", "--kubeconfig", self.config, *flags]
        self.ready = ready or len(nodes)
        self.environment = dict(os.environ, KUBECONFIG=str(self.config), HOME=str(self.work), TERM="dumb",
                                **(environment or {}))
        self.passed = self.failed = 0

    def up(self):
        self.log = open(self.work / "server.log", "a")
        self.process = subprocess.Popen(self.command, stdout=self.log, stderr=subprocess.STDOUT)
        for _ in range(400):
            code, out, _ = self.run("get", "nodes", "--no-headers")
            if code == 0 and len(re.findall(r" Ready ", out)) == self.ready:
                return
            time.sleep(0.05)
        raise SystemExit("the server does not answer: " + (self.work / "server.log").read_text())

    def down(self):
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def __enter__(self):
        self.up()
        return self

    def __exit__(self, *_):
        self.run("delete", "pods", "--all", "-A", "--grace-period=1", timeout=90)
        self.down()
        if self.failed:
            print((self.work / "server.log").read_text()[-3000:])
        print(f"{self.passed} passed, {self.failed} failed")

    def run(self, *args, stdin=None, timeout=60, env=None):
        try:
            done = subprocess.run([KUBECTL, *args], env=env or self.environment, input=stdin, capture_output=True,
                                  text=True, errors="replace", timeout=timeout)
            return done.returncode, done.stdout, done.stderr
        except subprocess.TimeoutExpired as stuck:
            text = lambda b: b.decode(errors="replace") if isinstance(b, bytes) else (b or "")
            return "timeout", text(stuck.stdout), text(stuck.stderr)

    def start(self, *args):
        return subprocess.Popen([KUBECTL, *args], env=self.environment, stdin=subprocess.PIPE,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def judge(self, name, good, detail=""):
        if good:
            self.passed += 1
        else:
            self.failed += 1
            print(f"FAILED {name}\n    " + str(detail).replace("\n", "\n    "), flush=True)
        return good

    def k(self, command, out=None, rc=0, err=None, stdin=None, timeout=60, without=None):
        """Runs `kubectl COMMAND` and checks its exit code and, as regular expressions, what it says."""
        args = command if isinstance(command, list) else shlex.split(command)
        if stdin and stdin.strip().startswith("{"):
            stdin = "---\n" + stdin.strip() + "\n"  # else kubectl takes it for JSON
        code, stdout, stderr = self.run(*args, stdin=stdin, timeout=timeout)
        wrong = [] if code == rc else [f"exit code {code}, wanted {rc}"]
        for wanted, text, what in ((out, stdout, "output"), (err, stderr, "errors")):
            for pattern in [wanted] if isinstance(wanted, str) else wanted or []:
                if not re.search(pattern, text, re.M | re.S):
                    wrong.append(f"{what} without /{pattern}/")
        if without and re.search(without, stdout, re.M):
            wrong.append(f"output with /{without}/")
        self.judge("kubectl " + " ".join(args), not wrong,
                   "; ".join(wrong) + f"\nstdout: {stdout[-1200:]}\nstderr: {stderr[-1200:]}")
        return stdout

    def apply(self, *objects):
        """Applies objects that are given as such. What is refused is given back."""
        code, out, err = self.run("apply", "-f", "-", stdin=json.dumps({"apiVersion": "v1", "kind": "List",
                                                                        "items": list(objects)}))
        return None if code == 0 else err

    def until(self, what, wanted, seconds=30):
        end = time.time() + seconds
        while time.time() < end:
            if wanted():
                return self.judge(what, True)
            time.sleep(0.2)
        return self.judge(what, False, f"not within {seconds} s")

    def on_terminal(self, command, sent, after=b"/dev/pts"):
        """Runs a command on a terminal and types something once it has printed `after`."""
        import pty
        child, terminal = pty.fork()
        if child == 0:
            os.environ.update(self.environment)
            os.execvp(command[0], command)
        out, end, typed = b"", time.time() + 20, False
        while time.time() < end:
            ready, _, _ = select.select([terminal], [], [], 0.2)
            if ready:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                out += data
            if not typed and after in out:
                os.write(terminal, sent)
                typed = True
        if time.time() >= end:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status), out.decode(errors="replace")
