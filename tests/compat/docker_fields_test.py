#!/usr/bin/env python3
"""What a Pod says, seen from inside its containers on a Docker Engine: a table of fields, Pods that have them, and what
must then be true there. The expectations are those of Kubernetes' documentation.

    tests/compat/docker_fields_test.py BUILD_DIR [ROW...]

Prints a line for each check that fails, and at the end "N passed, M failed".
"""
import json
import os
import pathlib
import re
import shutil
import sys
import tempfile
import time

from cluster import Cluster, Engine, docker_host

HOST = tempfile.mkdtemp(prefix="keelson-fields-")  # for hostPath volumes
IDLE = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1000 & wait $!; done"]
# Whether this machine's root may do everything: in some containers and sandboxes it may not.
ALL_CAPABILITIES = int(re.search(r"CapBnd:\s*(\w+)", pathlib.Path("/proc/self/status").read_text())[1], 16) + 1 == \
    1 << int(pathlib.Path("/proc/sys/kernel/cap_last_cap").read_text()) + 1
rows = []


def container(name="c", **fields):
    return {"name": name, "image": "busybox:latest", "imagePullPolicy": "Never", "command": IDLE, **fields}


def cgroup(v1, v2):
    """Prints a file of the container's control group, whichever version the host has."""
    return f"cat /sys/fs/cgroup/{v1} 2>/dev/null || cat /sys/fs/cgroup/{v2}"


class Row:
    """A Pod, and what is to be seen of it: (container, script, pattern of what it prints)."""

    def __init__(self, name, spec, checks=(), objects=(), metadata=None, wait="Ready", events=(), status=(), steps=None):
        self.name, self.checks, self.objects, self.wait = name, checks, objects, wait
        self.events, self.status, self.steps = events, status, steps
        spec.setdefault("terminationGracePeriodSeconds", 1)
        spec.setdefault("containers", [container()])
        self.pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name, **(metadata or {})}, "spec": spec}
        rows.append(self)


def config_map(name, **data):
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def secret(name, **data):
    return {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "stringData": data}


# command, args, environment

Row("command", {"containers": [
    container(command=["sh", "-c"], args=["echo $0 $1 > /tmp/said; exec sleep 1000", "$(WHO)", "$$(WHO) $(NOBODY)"],
              env=[{"name": "WHO", "value": "me"}], workingDir="/tmp"),
    container("entry", image="entry:1", command=None),
    container("args", image="entry:1", command=None, args=["other"]),
]}, [("c", "cat said; pwd", r"\Ame \$\(WHO\) \$\(NOBODY\)\n/tmp\n"),
     ("entry", "cat /tmp/said; pwd", r"\Aimage default\n/bin\n"),
     ("args", "cat /tmp/said", r"\Aimage other\n")])

Row("environment", {"containers": [container(
    env=[{"name": "A", "value": "1"}, {"name": "B", "value": "$(A)2 $(C)"}, {"name": "C", "value": "3"},
         {"name": "KEY", "valueFrom": {"configMapKeyRef": {"name": "env", "key": "key"}}},
         {"name": "NONE", "valueFrom": {"configMapKeyRef": {"name": "none", "key": "key", "optional": True}}},
         {"name": "HIDDEN", "valueFrom": {"secretKeyRef": {"name": "env", "key": "word"}}},
         {"name": "NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
         {"name": "LABEL", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['l']"}}},
         {"name": "IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
         {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
         {"name": "MEMORY", "valueFrom": {"resourceFieldRef": {"resource": "limits.memory", "divisor": "1Mi"}}}],
    envFrom=[{"configMapRef": {"name": "env"}}, {"prefix": "P_", "secretRef": {"name": "env"}}],
    resources={"limits": {"memory": "64Mi"}})]},
    [("c", "env", [r"^A=1$", r"^B=12 \$\(C\)$", r"^KEY=value$", r"^HIDDEN=word$", r"^NAME=environment$", r"^LABEL=x$",
                   r"^IP=\d+\.\d+\.\d+\.\d+$", r"^NODE=d$", r"^MEMORY=64$", r"^key=value$", r"^P_word=word$",
                   r"^WEB_SERVICE_PORT=80$", r"^HOSTNAME=environment$"]),
     ("c", "env | grep -c NONE", r"\A0\n")],
    [config_map("env", key="value"), secret("env", word="word"), {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"},
                                                                  "spec": {"ports": [{"port": 80}]}}], {"labels": {"l": "x"}})

Row("terminals", {"containers": [container(stdin=True, tty=True), container("plain", stdin=True)]},
    [("c", "ls -l /proc/1/fd/0", r"/dev/(pts|console)"), ("plain", "ls -l /proc/1/fd/0", r"pipe:")])

# resources

Row("limits", {"containers": [container(resources={"requests": {"cpu": "250m", "memory": "32Mi"},
                                                   "limits": {"cpu": "500m", "memory": "64Mi"}})]},
    [("c", cgroup("memory/memory.limit_in_bytes", "memory.max"), r"\A67108864\n"),
     ("c", "cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.cfs_period_us 2>/dev/null || cat /sys/fs/cgroup/cpu.max",
      r"\A50000\s100000\n"),
     ("c", cgroup("cpu/cpu.shares", "cpu.weight"), r"\A(256|10)\n")],
    status=[("{.status.qosClass}", "Burstable")])
Row("guaranteed", {"containers": [container(resources={"limits": {"cpu": "100m", "memory": "32Mi"}})]},
    [("c", "cat /proc/1/oom_score_adj", r"\A(-997|0)\n")], status=[("{.status.qosClass}", "Guaranteed")])
Row("besteffort", {}, [("c", "cat /proc/1/oom_score_adj", r"\A1000\n"),
                       ("c", cgroup("cpu/cpu.shares", "cpu.weight"), r"\A(2|1)\n")],
    status=[("{.status.qosClass}", "BestEffort")])
Row("oom", {"restartPolicy": "Never", "containers": [container(
    command=["sh", "-c", "tail /dev/zero"], resources={"limits": {"memory": "16Mi"}})]}, wait="Failed",
    status=[("{.status.containerStatuses[0].state.terminated.reason}", "OOMKilled"),
            ("{.status.containerStatuses[0].state.terminated.exitCode}", "137")])
Row("overhead", {"runtimeClassName": "heavy", "containers": [container(resources={"limits": {"cpu": "100m", "memory": "32Mi"}})]},
    objects=[{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "heavy"}, "handler": "runc",
              "overhead": {"podFixed": {"cpu": "10m", "memory": "8Mi"}}}],
    status=[("{.spec.overhead.memory}", "8Mi")])
Row("noclass", {"runtimeClassName": "strange"}, wait=None, events=['runtimeClassName: the Docker Engine has no runtime "nothing"'],
    objects=[{"apiVersion": "node.k8s.io/v1", "kind": "RuntimeClass", "metadata": {"name": "strange"}, "handler": "nothing"}])



def resize(c):
    c.k(["patch", "pod", "resize", "--subresource", "resize", "-p", json.dumps({"spec": {"containers": [
        {"name": "c", "resources": {"limits": {"cpu": "300m", "memory": "96Mi"}, "requests": {"cpu": "200m", "memory": "32Mi"}}}]}})], "patched")
    ask = lambda v1, v2: c.run("exec", "resize", "--", "sh", "-c", cgroup(v1, v2))[1].split()[:1]
    c.until("a running container has its new CPU limit", lambda: ask("cpu/cpu.cfs_quota_us", "cpu.max") == ["30000"])
    c.until("a running container has its new memory limit", lambda: ask("memory/memory.limit_in_bytes", "memory.max") == [str(96 << 20)])
    c.judge("it was not restarted for that", c.run("get", "pod", "resize", "-o", "jsonpath={.status.containerStatuses[0].restartCount}")[1] == "0")


Row("resize", {"containers": [container(resources={"limits": {"cpu": "200m", "memory": "64Mi"}, "requests": {"cpu": "100m", "memory": "32Mi"}})]}, steps=resize)

# security

Row("users", {"securityContext": {"runAsUser": 1234, "runAsGroup": 2345, "fsGroup": 3456, "supplementalGroups": [4567]},
              "volumes": [{"name": "v", "emptyDir": {}}, {"name": "s", "secret": {"secretName": "users", "defaultMode": 0o440}}],
              "containers": [container(volumeMounts=[{"name": "v", "mountPath": "/v"}, {"name": "s", "mountPath": "/s"}]),
                             container("other", securityContext={"runAsUser": 99})]},
    [("c", "grep -E '^(Uid|Gid|Groups)' /proc/1/status", [r"^Uid:\s1234\s1234", r"^Gid:\s2345\s2345", r"^Groups:.*\b3456\b", r"^Groups:.*\b4567\b"]),
     ("other", "grep -E '^(Uid|Gid)' /proc/1/status", [r"^Uid:\s99\s99", r"^Gid:\s2345\s"]),
     ("c", "stat -c '%g %a' /v; touch /v/file && stat -c %g /v/file", r"\A3456 2?777\n3456\n"),
     ("c", "stat -L -c '%u %g %a' /s/word; cat /s/word", r"\A0 3456 440\nhidden")],
    [secret("users", word="hidden")])
Row("capabilities", {"containers": [
    container(securityContext={"capabilities": {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}}),
    container("more", securityContext={"capabilities": {"add": ["NET_ADMIN"]}})]},
    [("c", "grep CapEff /proc/1/status", r"\ACapEff:\s0000000000000400\n"),
     ("more", "grep CapEff /proc/1/status; ip link add d type dummy 2>&1 || true", r"\ACapEff:\s00000000a80435fb\n(?!.*permitted)")])
Row("privileged", {"containers": [container(securityContext={"privileged": True})]},
    # An engine that may not do everything itself cannot let others do it.
    **({"wait": None, "events": ["unable to apply caps"]} if not ALL_CAPABILITIES else {}), checks=
    [("c", "grep -E '^(CapEff|Seccomp:)' /proc/1/status; ls /dev/kmsg", [r"^CapEff:\s0000003fffffffff|^CapEff:\s000001ffffffffff", r"^Seccomp:\s0", r"/dev/kmsg"])] if ALL_CAPABILITIES else ())
Row("readonly", {"volumes": [{"name": "v", "emptyDir": {}}], "containers": [container(
    securityContext={"readOnlyRootFilesystem": True}, volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    [("c", "touch /x 2>&1; touch /v/x && echo written", [r"Read-only file system", r"^written$"])])
Row("privileges", {"containers": [container(securityContext={"allowPrivilegeEscalation": False}), container("may")]},
    [("c", "grep NoNewPrivs /proc/1/status", r"\s1$"), ("may", "grep NoNewPrivs /proc/1/status", r"\s0$")])
Row("seccomp", {"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}, "containers": [
    container(), container("without", securityContext={"seccompProfile": {"type": "Unconfined"}})]},
    [("c", "grep ^Seccomp: /proc/1/status", r"\s2$"), ("without", "grep ^Seccomp: /proc/1/status", r"\s0$")])
Row("apparmor", {"securityContext": {"appArmorProfile": {"type": "Localhost", "localhostProfile": "nothing"}}},
    wait=None, events=["(?i)apparmor"])
Row("sysctls", {"securityContext": {"sysctls": [{"name": "net.ipv4.ip_local_port_range", "value": "40000 40100"}]}},
    [("c", "cat /proc/sys/net/ipv4/ip_local_port_range", r"\A40000\s40100\n")])
Row("nonroot", {"securityContext": {"runAsNonRoot": True}}, wait=None,
    events=["container has runAsNonRoot and image will run as root"],
    status=[("{.status.containerStatuses[0].state.waiting.reason}", "CreateContainerConfigError")])
Row("nonrootuser", {"securityContext": {"runAsNonRoot": True}, "containers": [container(image="user:1")]},
    [("c", "id -u", r"\A1000\n")])
Row("nonrootname", {"securityContext": {"runAsNonRoot": True}, "containers": [container(image="named:1")]}, wait=None,
    events=["image has non-numeric user"])
Row("procmount", {}, [("c", "grep ' /proc/sys ' /proc/self/mountinfo", r" /proc/sys ro")])

# namespaces, network

Row("hostname", {"hostname": "given", "subdomain": "sub"},
    [("c", "hostname; hostname -f; cat /etc/hosts", [r"\Agiven\n", r"given\.sub\.default\.svc\.cluster\.local"])])
Row("aliases", {"hostAliases": [{"ip": "10.1.2.3", "hostnames": ["one", "two"]}]},
    [("c", "cat /etc/hosts", [r"^10\.1\.2\.3\s+(\S+\s+)?one\b", r"^10\.1\.2\.3\s+(\S+\s+)?two\b", r"^\d+\.\d+\.\d+\.\d+\s+aliases$", r"^127\.0\.0\.1\s+localhost"])])
Row("dns", {"dnsPolicy": "None", "dnsConfig": {"nameservers": ["10.9.8.7"], "searches": ["a.example", "b.example"],
                                               "options": [{"name": "ndots", "value": "3"}, {"name": "edns0"}]}},
    [("c", "cat /etc/resolv.conf", [r"^nameserver 10\.9\.8\.7$", r"^search a\.example b\.example$", r"^options ndots:3 edns0$"])])
Row("namespaces", {"containers": [container(), container("d", command=["sh", "-c", "httpd -f -p 127.0.0.1:81 & exec sleep 1000"])]},
    [("c", "wget -q -O- http://127.0.0.1:81/bin/busybox | head -c 4 | wc -c", r"\A4\n"),
     ("c", "ps | grep -c '[h]ttpd -f'", r"\A0\n"),
     ("c", "cat /proc/1/comm", r"\Ash\n")])
Row("processes", {"shareProcessNamespace": True, "containers": [container(), container("d", command=["sleep", "4711"])]},
    [("c", "ps", [r"sleep 4711", r"^\s+1 .*keelson-sandbox"])])
Row("hostnetwork", {"hostNetwork": True}, [("c", "ls /sys/class/net", r"docker0|eth0|br-")])
Row("hostpid", {"hostPID": True}, [("c", "ps", r"dockerd")])
Row("hostipc", {"hostIPC": True}, [("c", "readlink /proc/self/ns/ipc", r"\Aipc:\[%d\]\n" % int(re.search(r"\d+", os.readlink("/proc/self/ns/ipc"))[0]))])
Row("hostport", {"containers": [container(command=["sh", "-c", "mkdir -p /w; echo here > /w/f; exec httpd -f -p 80 -h /w"],
                                          ports=[{"containerPort": 80, "hostPort": 18099, "hostIP": "127.0.0.1"}])]},
    steps=lambda c: c.judge("hostPort is reached from the host", b"here" in os.popen("curl -s -m 5 http://127.0.0.1:18099/f").read().encode()))

# volumes


def host_file(name, text="x"):
    pathlib.Path(HOST, name).write_text(text)
    return f"{HOST}/{name}"


os.mkdir(f"{HOST}/dir")
os.mkdir(f"{HOST}/shared")
# Propagation needs a mount to begin with that is shared.
os.system(f"mount --bind {HOST}/shared {HOST}/shared && mount --make-rshared {HOST}/shared")
host_file("dir/file", "from host\n")
host_file("file", "a file\n")

Row("emptydir", {"volumes": [{"name": "d", "emptyDir": {}}, {"name": "m", "emptyDir": {"medium": "Memory", "sizeLimit": "8Mi"}},
                             {"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "80Mi"}}],
                 "containers": [container(volumeMounts=[{"name": "d", "mountPath": "/d"}, {"name": "m", "mountPath": "/m"},
                                                        {"name": "shm", "mountPath": "/dev/shm"}]),
                                container("o", volumeMounts=[{"name": "d", "mountPath": "/d"}, {"name": "m", "mountPath": "/m"}])]},
    [("c", "echo disk > /d/f; echo memory > /m/f; stat -c %a /d; df -k /m | tail -1; df -k /dev/shm | tail -1",
      [r"\A777\n", r"tmpfs\s+8192\s.*\s/m$", r"\s81920\s.*\s/dev/shm$"]),
     ("o", "cat /d/f /m/f", r"\Adisk\nmemory\n"),
     ("c", "dd if=/dev/zero of=/m/large bs=1M count=9 2>&1", r"No space left")])
Row("toolarge", {"restartPolicy": "Never", "volumes": [{"name": "d", "emptyDir": {"sizeLimit": "1Mi"}}],
                 "containers": [container(command=["sh", "-c", "dd if=/dev/zero of=/d/f bs=1M count=5; exec sleep 1000"],
                                          volumeMounts=[{"name": "d", "mountPath": "/d"}])]}, wait="Failed",
    status=[("{.status.reason}", "Evicted")], events=[r"(?i)emptyDir volume \"d\" exceeds the limit \"1Mi\""])
Row("ephemeral", {"restartPolicy": "Never", "containers": [container(
    command=["sh", "-c", "dd if=/dev/zero of=/tmp/f bs=1M count=20; exec sleep 1000"], resources={"limits": {"ephemeral-storage": "10Mi"}})]},
    wait="Failed", status=[("{.status.reason}", "Evicted")], events=["(?i)ephemeral"])
Row("hostpath", {"volumes": [{"name": "d", "hostPath": {"path": f"{HOST}/dir", "type": "Directory"}},
                             {"name": "n", "hostPath": {"path": f"{HOST}/new/one", "type": "DirectoryOrCreate"}},
                             {"name": "f", "hostPath": {"path": f"{HOST}/file", "type": "File"}}],
                 "containers": [container(volumeMounts=[{"name": "d", "mountPath": "/d", "readOnly": True}, {"name": "n", "mountPath": "/n"},
                                                        {"name": "f", "mountPath": "/f"}])]},
    [("c", "cat /d/file /f; touch /d/x 2>&1; touch /n/made && stat -c %a /n", r"\Afrom host\na file\n.*Read-only file system\n755\n")])
Row("hostpathtype", {"volumes": [{"name": "d", "hostPath": {"path": f"{HOST}/file", "type": "Directory"}}],
                     "containers": [container(volumeMounts=[{"name": "d", "mountPath": "/d"}])]}, wait=None,
    events=["is not a directory"])


def updates(c):
    c.apply(config_map("files", one="new one", two="new two"))
    ask = lambda script: c.run("exec", "configmap", "--", "sh", "-c", script)[1]
    c.until("a mounted ConfigMap is updated, all at once", lambda: ask("cat /m/one /m/two") == "new onenew two", 90)
    c.judge("an environment and a subPath are not updated", ask("cat /sub") == "first", ask("cat /sub"))


Row("configmap", {"volumes": [{"name": "m", "configMap": {"name": "files"}},
                              {"name": "i", "configMap": {"name": "files", "defaultMode": 0o400, "items": [
                                  {"key": "one", "path": "deep/er/one"}, {"key": "two", "path": "two", "mode": 0o755}]}}],
                  "containers": [container(volumeMounts=[{"name": "m", "mountPath": "/m"}, {"name": "i", "mountPath": "/i"},
                                                         {"name": "m", "mountPath": "/sub", "subPath": "one"}])]},
    [("c", "cat /m/one; stat -L -c %a /m/one /i/deep/er/one /i/two; touch /m/x 2>&1", r"\Afirst644\n400\n755\n.*Read-only"),
     ("c", "readlink /m/..data; readlink /m/one", r"\A\.\.\d.*\n\.\.data/one\n"), ("c", "cat /sub", r"\Afirst\Z")],
    [config_map("files", one="first", two="second")], steps=updates)
Row("projected", {"serviceAccountName": "default", "volumes": [{"name": "p", "projected": {"sources": [
    {"configMap": {"name": "parts", "items": [{"key": "one", "path": "config/one"}]}}, {"secret": {"name": "parts"}},
    {"downwardAPI": {"items": [{"path": "labels", "fieldRef": {"fieldPath": "metadata.labels"}},
                               {"path": "cpu", "resourceFieldRef": {"containerName": "c", "resource": "limits.cpu", "divisor": "1m"}}]}},
    {"serviceAccountToken": {"path": "token", "expirationSeconds": 600, "audience": "somebody"}}]}}],
    "containers": [container(volumeMounts=[{"name": "p", "mountPath": "/p"}], resources={"limits": {"cpu": "200m"}})]},
    [("c", "cat /p/config/one /p/word /p/labels /p/cpu", r"\Aoneword.*l=\"x\".*200\Z"),
     ("c", "cut -d. -f2 /p/token | tr '_-' '/+' | base64 -d 2>/dev/null; echo", r'"somebody".*system:serviceaccount:default:default')],
    [config_map("parts", one="one"), secret("parts", word="word")], {"labels": {"l": "x"}})
Row("notoken", {"automountServiceAccountToken": False}, [("c", "ls /var/run/secrets 2>&1", r"No such file")])
Row("claim", {"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "claim"}}],
              "containers": [container(volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    [("c", "touch /v/kept && ls /v", r"kept")],
    [{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "claim"}, "spec": {
        "accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Mi"}}}}])
ENGINE = Engine(docker_host())
IMAGE_VOLUMES = tuple(map(int, ENGINE.ask("GET", "/version")["ApiVersion"].split("."))) >= (1, 48)
Row("image", {"volumes": [{"name": "i", "image": {"reference": "entry:1", "pullPolicy": "Never"}}],
              "containers": [container(volumeMounts=[{"name": "i", "mountPath": "/i"}])]},
    [("c", "ls /i/bin/busybox; touch /i/x 2>&1", r"\A/i/bin/busybox\n.*Read-only")] if IMAGE_VOLUMES else (),
    wait="Ready" if IMAGE_VOLUMES else None,
    events=() if IMAGE_VOLUMES else [r"volumeMounts\{/i\}: volumes of images need Docker Engine API 1.48"])
Row("subpath", {"volumes": [{"name": "v", "emptyDir": {}}], "containers": [container(
    env=[{"name": "WHERE", "value": "there"}],
    volumeMounts=[{"name": "v", "mountPath": "/v"}, {"name": "v", "mountPath": "/a", "subPath": "x/a"},
                  {"name": "v", "mountPath": "/b", "subPathExpr": "$(WHERE)/b", "readOnly": False}])]},
    [("c", "echo a > /a/f; echo b > /b/f; cat /v/x/a/f /v/there/b/f", r"\Aa\nb\n")])
Row("propagation", {"volumes": [{"name": "v", "hostPath": {"path": f"{HOST}/shared"}}], "containers": [
    container(volumeMounts=[{"name": "v", "mountPath": "/v", "mountPropagation": "HostToContainer"}]),
    container("plain", volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    [("c", "grep ' /v ' /proc/self/mountinfo", r"master:"), ("plain", "grep ' /v ' /proc/self/mountinfo | grep -c master: || true", r"\A0\n")])

# lives

Row("init", {"volumes": [{"name": "v", "emptyDir": {}}],
             "initContainers": [container("first", command=["sh", "-c", "echo first >> /v/log"], volumeMounts=[{"name": "v", "mountPath": "/v"}]),
                                container("side", restartPolicy="Always", command=["sh", "-c", "echo side >> /v/log; touch /v/up; exec sleep 1000"],
                                          startupProbe={"exec": {"command": ["ls", "/v/up"]}, "periodSeconds": 1}, volumeMounts=[{"name": "v", "mountPath": "/v"}]),
                                container("last", command=["sh", "-c", "echo last >> /v/log"], volumeMounts=[{"name": "v", "mountPath": "/v"}])],
             "containers": [container(volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    [("c", "cat /v/log", r"\Afirst\nside\nlast\n"), ("side", "echo here", r"here")])
SERVE = ["sh", "-c", "mkdir /w; echo ok > /w/ok; exec httpd -f -p 80 -h /w"]
Row("probes", {"containers": [
    container("http", command=SERVE, readinessProbe={"httpGet": {"path": "/ok", "port": 80}, "periodSeconds": 1}),
    container("tcp", readinessProbe={"tcpSocket": {"port": 80}, "periodSeconds": 1}),
    container("exec", readinessProbe={"exec": {"command": ["sh", "-c", "test -f /tmp/ready || { touch /tmp/ready; false; }"]}, "periodSeconds": 1})]})
Row("liveness", {"containers": [container(livenessProbe={"exec": {"command": ["false"]}, "periodSeconds": 1, "failureThreshold": 1})]},
    wait=None, events=["Liveness probe failed", "failed liveness probe, will be restarted"])
Row("grpc", {"containers": [container(readinessProbe={"grpc": {"port": 9}, "periodSeconds": 1})]}, wait=None, events=["Readiness probe failed"])
Row("hooks", {"volumes": [{"name": "v", "hostPath": {"path": f"{HOST}/shared"}}], "terminationGracePeriodSeconds": 20, "containers": [container(
    lifecycle={"postStart": {"exec": {"command": ["sh", "-c", "echo hello > /v/started"]}},
               "preStop": {"exec": {"command": ["sh", "-c", "echo bye > /v/stopped"]}}}, volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    [("c", "cat /v/started", r"\Ahello\n")],
    steps=lambda c: (c.run("delete", "pod", "hooks"), c.judge("preStop ran", os.path.exists(f"{HOST}/shared/stopped"))))


def timed_delete(name, least, most):
    def steps(c):
        begin = time.time()
        c.run("delete", "pod", name)
        took = time.time() - begin
        c.judge(f"{name}: ended after {least} to {most} s", least <= took <= most, f"{took:.1f} s")
    return steps


Row("sleephook", {"terminationGracePeriodSeconds": 20, "containers": [container(lifecycle={"preStop": {"sleep": {"seconds": 3}}})]},
    steps=timed_delete("sleephook", 3, 12))
Row("grace", {"terminationGracePeriodSeconds": 3, "containers": [container(command=["sh", "-c", "trap '' TERM; while :; do sleep 1; done"])]},
    steps=timed_delete("grace", 3, 12))
Row("message", {"restartPolicy": "Never", "containers": [
    container(command=["sh", "-c", "echo -n by default > /dev/termination-log"]),
    container("path", command=["sh", "-c", "echo -n elsewhere > /tmp/said"], terminationMessagePath="/tmp/said"),
    container("log", command=["sh", "-c", "echo from the log; exit 3"], terminationMessagePolicy="FallbackToLogsOnError")]}, wait="Failed",
    status=[("{.status.containerStatuses[?(@.name=='c')].state.terminated.message}", "by default"),
            ("{.status.containerStatuses[?(@.name=='path')].state.terminated.message}", "elsewhere"),
            ("{.status.containerStatuses[?(@.name=='log')].state.terminated.message}", "from the log\n?")])
Row("restarts", {"restartPolicy": "OnFailure", "volumes": [{"name": "v", "emptyDir": {}}], "containers": [container(
    command=["sh", "-c", "test -f /v/f && exit 0; touch /v/f; echo failed once; exit 4"], volumeMounts=[{"name": "v", "mountPath": "/v"}])]},
    wait="Succeeded", status=[("{.status.containerStatuses[0].restartCount}", "1"),
                              ("{.status.containerStatuses[0].lastState.terminated.exitCode}|{.status.containerStatuses[0].state.terminated.exitCode}", r"4?\|0")],
    steps=lambda c: (c.k("logs restarts", r"\A\Z"), c.k("logs restarts --previous", r"\Afailed once\n\Z")))
Row("deadline", {"restartPolicy": "Never", "activeDeadlineSeconds": 2}, wait="Failed", status=[("{.status.reason}", "DeadlineExceeded")])
Row("done", {"restartPolicy": "Never", "containers": [container(command=["sh", "-c", "echo all is done"])]}, wait="Succeeded",
    steps=lambda c: (time.sleep(2), c.k("logs done", r"\Aall is done\n\Z")))

# images

Row("noimage", {"containers": [container(image="nothing/like:this")]}, wait=None, events=["ErrImageNeverPull|is not present with pull policy of Never"],
    status=[("{.status.containerStatuses[0].state.waiting.reason}", "ErrImageNeverPull")])
Row("badimage", {"containers": [container(image="UPPER case")]}, wait=None, events=["(?i)invalid"],
    status=[("{.status.containerStatuses[0].state.waiting.reason}", "InvalidImageName")])
Row("pullfails", {"containers": [container(image="127.0.0.1:9/no:one", imagePullPolicy="Always")]}, wait=None,
    events=["Failed to pull image", "refused"], status=[("{.status.containerStatuses[0].state.waiting.reason}", "(ErrImagePull|ImagePullBackOff)")])


def look(c, row):
    if row.wait == "Ready":
        good = c.run("wait", "--for=condition=Ready", f"pod/{row.name}", "--timeout=60s", timeout=70)[0] == 0
    elif row.wait:
        good = c.run("wait", f"--for=jsonpath={{.status.phase}}={row.wait}", f"pod/{row.name}", "--timeout=90s", timeout=100)[0] == 0
    else:
        good = True
    if not good:
        return c.judge(f"{row.name}: is {row.wait}", False, "\n".join(c.run("describe", "pod", row.name)[1].splitlines()[-25:]))
    if row.wait:
        c.judge(f"{row.name}: is {row.wait}", True)
    for name, script, patterns in row.checks:
        code, out, err = c.run("exec", row.name, "-c", name, "--", "sh", "-c", script)
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            c.judge(f"{row.name}: {name}: {script} /{pattern}/", re.search(pattern, out, re.M | re.S), f"{code}: {out[-800:]}{err}")
    for path, pattern in row.status:
        read = lambda: c.run("get", "pod", row.name, "-o", f"jsonpath={path}")[1]
        end = time.time() + 15
        while not re.fullmatch(pattern, read()) and time.time() < end:
            time.sleep(0.3)
        c.judge(f"{row.name}: {path} is {pattern}", re.fullmatch(pattern, read()), read())
    for pattern in row.events:
        read = lambda: c.run("get", "events", "--field-selector", f"involvedObject.name={row.name}", "-o", "jsonpath={.items[*].message}")[1]
        end = time.time() + 20
        while not re.search(pattern, read()) and time.time() < end:
            time.sleep(0.3)
        c.judge(f"{row.name}: an event tells /{pattern}/", re.search(pattern, read()), read())
    if row.steps:
        row.steps(c)


def main():
    wanted = [row for row in rows if row.name in sys.argv[2:] or not sys.argv[2:]]
    engine = ENGINE
    engine.build("entry:1", ['ENTRYPOINT ["sh","-c","echo image $0 > /tmp/said; exec sleep 1000"]', 'CMD ["default"]', "WORKDIR /bin"])
    engine.build("user:1", ["USER 1000"])
    engine.build("named:1", ["USER nobody"])
    try:
        with Cluster(sys.argv[1], [f"d=docker:{engine.host}"]) as c:
            # A few at a time: all that is slow is waited for together.
            for first in range(0, len(wanted), 12):
                some = wanted[first:first + 12]
                objects = [one for row in some for one in row.objects]
                if objects:
                    c.judge("objects", not (refused := c.apply(*objects)), refused)
                for row in some:
                    refused = c.apply(row.pod)
                    if not c.judge(f"{row.name}: is accepted", not refused, refused):
                        row.wait = "refused"
                for row in some:
                    if row.wait != "refused":
                        look(c, row)
                c.run("delete", "pods", *[row.name for row in some], "--grace-period=1", "--ignore-not-found", timeout=90)
            return 1 if c.failed else 0
    finally:
        os.system(f"umount {HOST}/shared")
        shutil.rmtree(HOST, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
