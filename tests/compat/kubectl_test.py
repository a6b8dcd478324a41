#!/usr/bin/env python3
"""kubectl against `keelson up`: outputs and exit codes, as on a cluster.

    tests/compat/kubectl_test.py BUILD_DIR [NAME...]

KEELSON_KUBECTL names another kubectl than that of the path; versions from 1.20 to 1.36 pass.
Prints a line for each check that fails, and at the end "N passed, M failed".
"""
import base64
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from cluster import KUBECTL, Cluster, free_port, minor_version

ONLY = sys.argv[2:]
with tempfile.NamedTemporaryFile("w", prefix="keelson-keys-", delete=False) as keys:
    keys.write("first:" + base64.b64encode(os.urandom(32)).decode() + "\n")
cluster = Cluster(sys.argv[1], ["sim=simulated:2", "local=process"], ready=3, environment={"KUBE_EDITOR": "false"},
                  flags=["--encryption-key-file", keys.name])
WORK, ENVIRONMENT = cluster.work, cluster.environment
k, run, judge, until = cluster.k, cluster.run, cluster.judge, cluster.until


def manifest(name, text):
    path = WORK / name
    path.write_text(text)
    return str(path)


WEB = """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app: web}}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      nodeSelector: {kubernetes.io/hostname: sim-0}
      containers:
      - {name: web, image: "nginx:1", ports: [{containerPort: 80, name: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
"""
REAL = """
apiVersion: v1
kind: Pod
metadata: {name: real, labels: {app: real}}
spec:
  nodeName: local
  terminationGracePeriodSeconds: 1
  containers:
  - name: writer
    image: none
    command: [sh, -c, 'echo begin; i=0; while true; do echo line $i; i=$((i+1)); sleep 0.1; done']
  - name: server
    image: none
    command: [python3, -c, 'import http.server,os; http.server.HTTPServer((os.environ["IP"],8080),http.server.SimpleHTTPRequestHandler).serve_forever()']
    workingDir: /etc
    env: [{name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
  - name: reader
    image: none
    stdin: true
    command: [cat]
"""


def check_discovery(minor):
    k("version", [r"Server Version: .*v1\.35"])
    k("cluster-info", "Kubernetes control plane.* is running at")
    k("api-versions", [r"^v1$", r"^apps/v1$", r"^autoscaling/v2$", r"^rbac.authorization.k8s.io/v1$"])
    k("api-resources", [r"^deployments +deploy +apps/v1 +true +Deployment", r"^nodes +no +v1 +false +Node"])
    k("api-resources --namespaced=false -o name", [r"^namespaces$"], without=r"^pods$")
    k("api-resources --api-group=batch", [r"cronjobs +cj", r"^jobs"])
    k("explain pods", [r"KIND: +Pod", r"spec\s+<"])
    k("explain deployment.spec.replicas", r"integer")
    k("explain deployment --recursive", [r"rollingUpdate", r"maxSurge"])
    k("get --raw /openapi/v2", r'"swagger":"2.0"')
    k("get --raw /healthz", "^ok")
    k("get --raw /livez", "^ok")
    k("get --raw /version", r'"gitVersion":"v1.35')
    k("get nothings", rc=1, err=r'the server doesn\'t have a resource type "nothings"')
    k("get --raw /apis/nothing", rc=1, err="NotFound")


def check_workload():
    web = manifest("web.yaml", WEB)
    k(f"apply -f {web}", [r"deployment.apps/web created", r"service/web created"])
    k("rollout status deployment/web --timeout=20s", "successfully rolled out")
    k("wait --for=condition=Available deployment/web --timeout=10s", "condition met")
    if MINOR >= 23:
        k("wait --for=jsonpath={.status.readyReplicas}=3 deployment/web --timeout=10s", "condition met")
    k(f"apply -f {web}", [r"deployment.apps/web unchanged", r"service/web unchanged"])
    k("get deployments", [r"NAME +READY +UP-TO-DATE +AVAILABLE +AGE", r"web +3/3 +3 +3"])
    k("get deploy web -o wide", [r"CONTAINERS +IMAGES +SELECTOR", r"nginx:1 +app=web"])
    shown = "managedFields" if MINOR >= 21 else None
    k("get deploy web -o yaml", [r"^kind: Deployment", r"^  uid: "], without=shown)
    k("get deploy web -o yaml" + (" --show-managed-fields" if shown else ""), [r"manager: kubectl-client-side-apply", r"fieldsType: FieldsV1"])
    k("get deploy web -o json", r'"kind": "Deployment"')
    k("get deploy,svc -o name", [r"^deployment.apps/web$", r"^service/web$"])
    k("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}", "^nginx:1$")
    k("get deploy -o custom-columns=N:.metadata.name,R:.spec.replicas", [r"^N +R$", r"^web +3$"])
    k("get pods -l app=web", [r"NAME +READY +STATUS +RESTARTS +AGE", r"web-\S+ +1/1 +Running +0"])
    k("get pods -A", [r"NAMESPACE +NAME", r"^default +web-"])
    k("get pods --field-selector spec.nodeName=sim-0", r"web-")
    k("get pods --field-selector status.phase=Failed", err="No resources found")
    k("get pods --sort-by=.metadata.name --chunk-size=1", r"web-")
    k("get pods -o wide", [r"NODE", r"sim-0"])
    k("get all", [r"pod/web-", r"service/web", r"deployment.apps/web", r"replicaset.apps/web-"])
    k("get endpointslices", r"web-")
    k("get deploy nothing", rc=1, err=r'Error from server \(NotFound\): deployments.apps "nothing" not found')
    k("get deploy nothing --ignore-not-found", "^$")
    k("describe deployment web", [r"^Name: +web", r"3 desired \| 3 updated", r"NewReplicaSet: +web-", r"ScalingReplicaSet"])
    k("describe pods -l app=web --show-events", [r"^Status: +Running", r"Successfully assigned default/web-", r"Started container web"])
    k("describe service web", [r"^Selector: +app=web", r"^TargetPort: +http/TCP"])
    k("describe node sim-0", [r"^Conditions:", r"Ready +True", r"Non-terminated Pods:"])
    for kind in ("rs", "ns", "sa", "storageclass"):
        k(f"describe {kind}", r"^Name: ")
    k("get events --field-selector involvedObject.name=web", "ScalingReplicaSet")

    k("scale deployment web --replicas=2", "deployment.apps/web scaled")
    k("scale deployment web --replicas=5 --current-replicas=9", rc=1, err="Expected replicas to be 9")
    k("set image deployment/web web=nginx:2", "image updated")
    k("rollout status deployment/web --timeout=20s", "successfully rolled out")
    k("set env deployment/web A=b", "env updated")
    k("set resources deployment/web --requests=cpu=1m", "resource requirements updated")
    k("rollout status deployment/web --timeout=20s", "successfully rolled out")
    k("rollout history deployment/web", [r"REVISION +CHANGE-CAUSE", r"^4"])
    k("rollout history deployment/web --revision=1", "nginx:1")
    k("rollout undo deployment/web --to-revision=1", "rolled back")
    k("rollout status deployment/web --timeout=20s", "successfully rolled out")
    k("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}", "^nginx:1$")
    k("rollout pause deployment/web", "paused")
    k("rollout undo deployment/web", rc=1, err="paused")
    k("rollout resume deployment/web", "resumed")
    k("rollout restart deployment/web", "restarted")
    k("rollout status deployment/web --timeout=20s", "successfully rolled out")
    k("autoscale deployment web --min=1 --max=3", "autoscaled")
    k("get hpa web", r"Deployment/web")
    k("expose deployment web --name=web2 --port=8080", "service/web2 exposed")
    k("delete hpa web", "deleted")
    k("delete svc web2", "deleted")


def check_changes():
    web = manifest("web.yaml", WEB)
    k("label deployment web tier=front", "labeled")
    k("label deployment web tier=back", rc=1, err="already has a value")
    k("label deployment web tier=back --overwrite", "labeled")
    k("get deploy -l tier=back -o name", "deployment.apps/web")
    k("label deployment web tier-", "unlabeled" if MINOR >= 22 else "labeled")
    k("annotate deployment web note=1", "annotated")
    k(["patch", "deployment", "web", "-p", '{"spec":{"replicas":2}}'], "patched")
    k(["patch", "deployment", "web", "--type=merge", "-p", '{"spec":{"replicas":4}}'], "patched")
    k(["patch", "deployment", "web", "--type=json", "-p", '[{"op":"replace","path":"/spec/replicas","value":1}]'], "patched")
    k(["patch", "deployment", "web", "--type=json", "-p", '[{"op":"test","path":"/spec/replicas","value":9}]'], rc=1, err="test")
    k(["patch", "deployment", "web", "-p", '{"spec":{"template":{"spec":{"containers":[{"name":"web","env":[{"name":"B","value":"c"}]}]}}}}'],
      "patched")
    k("get deploy web -o jsonpath={.spec.template.spec.containers[0].image}", "^nginx:")
    if MINOR >= 24:
        k(["patch", "deployment", "web", "--subresource=status", "--type=merge", "-p", '{"status":{"collisionCount":3}}'], "patched")
    k(f"diff -f {web}", r"^[-+] +replicas: \d", rc=1)
    k(f"apply -f {web}", "configured")
    k(f"diff -f {web}")
    k(f"apply -f {web} --dry-run=server", r"unchanged \(server dry run\)")
    k(f"apply -f {web} --dry-run=client", r"\(dry run\)")
    k("apply -f - --server-side", "serverside-applied", stdin="""
{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: {a: one}}
""")
    k("apply -f - --server-side --field-manager=other", rc=1, err=[r"Apply failed with 1 conflict", r"\.data\.a"], stdin="""
{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: {a: two}}
""")
    k("apply -f - --server-side --field-manager=other --force-conflicts", "serverside-applied", stdin="""
{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: {a: two}}
""")
    k("scale deployment web --replicas=1", "scaled")
    k(f"apply -f {web} --server-side", rc=1, err=r"conflict with \"kubectl\".*\.spec\.replicas")
    k("apply -f - --prune -l set=x --prune-allowlist=core/v1/ConfigMap" if MINOR >= 26 else
      "apply -f - --prune -l set=x --prune-whitelist=core/v1/ConfigMap", "created", stdin="""
{apiVersion: v1, kind: ConfigMap, metadata: {name: one, labels: {set: x}}}
""")
    k("apply -f - --prune -l set=x --prune-allowlist=core/v1/ConfigMap" if MINOR >= 26 else
      "apply -f - --prune -l set=x --prune-whitelist=core/v1/ConfigMap", [r"two created", r"one pruned"], stdin="""
{apiVersion: v1, kind: ConfigMap, metadata: {name: two, labels: {set: x}}}
""")
    folder = WORK / "kustom"
    folder.mkdir()
    (folder / "kustomization.yaml").write_text("configMapGenerator: [{name: made, literals: [a=b]}]\nnamePrefix: k-\n")
    k(f"apply -k {folder}", r"configmap/k-made-\w+ created")
    edited = dict(ENVIRONMENT, KUBE_EDITOR="sed -i s/two/three/")
    code, out, err = run("edit", "configmap", "shared", env=edited)
    judge("kubectl edit configmap shared", code == 0 and "edited" in out, out + err)
    k("get cm shared -o jsonpath={.data.a}", "^three$")
    k("get cm shared -o yaml", "a: three")
    k("replace -f -", "replaced", stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: {b: x}}")
    k("get cm shared -o jsonpath={.data}", r'^{"b":"x"}$')
    k("replace --force -f -", ["deleted", "replaced"], stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}, data: {c: x}}")
    k("apply -f -", rc=1, err=r'unknown field "datum"', stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: bad}, datum: {}}")
    k("apply -f - --validate=false", "created", stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: loose}, datum: {}}")
    k("apply -f -", rc=1, err=r"is invalid|Invalid value", stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: Bad_Name}}")
    k("create -f -", rc=1, err=r"AlreadyExists", stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: shared}}")


STABLE = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: gencron}
spec: {schedule: "*/5 * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: x}]}}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: genpdb}
spec: {minAvailable: 1, selector: {matchLabels: {app: gen}}}
"""


def check_generators():
    # Before 1.22 kubectl makes and describes these two in versions of their groups that 1.35 no longer serves.
    stable = (("cronjob gencron --image=x --schedule='*/5 * * * *' -- true", "cronjob.batch/gencron"),
              ("poddisruptionbudget genpdb --selector=app=gen --min-available=1", "poddisruptionbudget.policy/genpdb"))
    for arguments, made in (stable if MINOR >= 22 else ()) + (
            ("deployment gen --image=x --replicas=0", "deployment.apps/gen"),
            ("job genjob --image=x -- true", "job.batch/genjob"),
            ("configmap gencm --from-literal=a=b", "configmap/gencm"),
            ("secret generic gensecret --from-literal=a=b", "secret/gensecret"),
            ("secret docker-registry genreg --docker-username=u --docker-password=p", "secret/genreg"),
            ("namespace gen", "namespace/gen"),
            ("serviceaccount genbot", "serviceaccount/genbot"),
            ("role genrole --verb=get,list --resource=pods", "role.rbac.authorization.k8s.io/genrole"),
            ("rolebinding genrb --role=genrole --serviceaccount=default:genbot", "rolebinding.rbac.authorization.k8s.io/genrb"),
            ("clusterrole gencr --verb=get --resource=nodes", "clusterrole.rbac.authorization.k8s.io/gencr"),
            ("clusterrolebinding gencrb --clusterrole=gencr --user=eve", "clusterrolebinding.rbac.authorization.k8s.io/gencrb"),
            ("quota genquota --hard=pods=10", "resourcequota/genquota"),
            ("ingress gening --rule=host/path=web:80", "ingress.networking.k8s.io/gening"),
            ("priorityclass genpc --value=7", "priorityclass.scheduling.k8s.io/genpc"),
            ("service clusterip genip --tcp=80:80", "service/genip"),
            ("service externalname genext --external-name=example.org", "service/genext")):
        k(f"create {arguments}", rf"^{re.escape(made)} created")
    if MINOR >= 24:
        k("create token genbot", r"^[\w-]+\.[\w-]+\.[\w-]+$")
    k("run once --image=x --restart=Never", "pod/once created")
    k("create deployment dry --image=x --dry-run=client -o yaml", "kind: Deployment")
    k("create deployment dry --image=x --dry-run=server", r"created \(server dry run\)")
    k("get deployment dry", rc=1, err="NotFound")
    k("get secret gensecret -o jsonpath={.data.a}", "^Yg==$")
    if MINOR < 22:
        k("apply -f -", ["gencron created", "genpdb created"], stdin=STABLE)
    older = ("cronjob gencron", "pdb genpdb") if MINOR < 22 else ()
    for kind in ("configmap gencm", "secret gensecret", "cronjob gencron", "job genjob", "role genrole",
                 "rolebinding genrb", "clusterrole gencr", "clusterrolebinding gencrb", "quota genquota", "pdb genpdb",
                 "ingress gening", "priorityclass genpc", "serviceaccount genbot", "service genip"):
        if kind not in older:
            k(f"describe {kind}", r"^Name: ")
        k(f"get {kind}", r"^NAME ")
    k("delete quota genquota", "deleted")  # else it would hold for all that follows


def check_streams():
    k(f"apply -f {manifest('real.yaml', REAL)}", "created")
    k("wait --for=condition=Ready pod/real --timeout=20s", "condition met")
    k("logs real -c writer --tail=2", r"^line \d+\nline \d+\n$")
    if MINOR >= 22:
        k("logs real", [r"^begin$"], err='Defaulted container "writer"')
    else:
        k("logs real", rc=1, err="a container name must be specified for pod real")
    k("logs real -c writer --since=1h --timestamps --limit-bytes=40", r"^\d{4}-\d\d-\d\dT")
    k("logs -l app=real -c writer --tail=1", r"^line \d+")
    k("logs real -c nothing", rc=1, err="container nothing is not valid for pod real")
    code, out, err = run("logs", "-f", "real", "-c", "writer", "--tail=1", timeout=2)
    judge("kubectl logs -f goes on", code == "timeout" and out.count("line") >= 5, out + err)
    k("exec real -c writer -- echo hi", "^hi$")
    k(["exec", "real", "-c", "writer", "--", "sh", "-c", "echo out; echo bad >&2; exit 3"], "^out$", rc=3, err="bad")
    k("exec -i real -c writer -- cat", "^from stdin$", stdin="from stdin\n")
    large = "x" * 3_000_000
    code, out, err = run("exec", "-i", "real", "-c", "writer", "--", "wc", "-c", stdin=large)
    judge("kubectl exec -i with 3 MB", code == 0 and out.strip() == str(len(large)), out + err)
    k("exec real -c nothing -- true", rc=1, err="container nothing is not valid|container not found")
    code, out = cluster.on_terminal([KUBECTL, "exec", "-it", "real", "-c", "writer", "--", "sh", "-c", "stty size; tty; read x; echo got $x"],
                        b"word\r")
    judge("kubectl exec -it has a terminal", code == 0 and "/dev/pts" in out and "got word" in out, out)
    source = WORK / "sent"
    source.write_text("content\n")
    k(f"cp {source} real:{WORK}/copied -c writer")
    judge("kubectl cp into a Pod", (WORK / "copied").exists() and (WORK / "copied").read_text() == "content\n", "")
    k(f"cp real:{WORK}/copied {WORK}/back -c writer")
    judge("kubectl cp out of a Pod", (WORK / "back").exists(), "")
    local = free_port()
    forward = subprocess.Popen([KUBECTL, "port-forward", "pod/real", f"{local}:8080"], env=ENVIRONMENT,
                               stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def fetched():
        try:
            return "hostname" in urllib.request.urlopen(f"http://127.0.0.1:{local}/", timeout=2).read().decode()
        except OSError:
            return False
    until("kubectl port-forward", fetched)
    forward.terminate()
    proxy_port = free_port()
    proxy = subprocess.Popen([KUBECTL, "proxy", f"--port={proxy_port}"], env=ENVIRONMENT, stdout=subprocess.DEVNULL)

    def proxied():
        try:
            return b'"kind":"NodeList"' in urllib.request.urlopen(f"http://127.0.0.1:{proxy_port}/api/v1/nodes", timeout=2).read()
        except OSError:
            return False
    until("kubectl proxy", proxied)
    proxy.terminate()
    code, out, err = run("attach", "real", "-c", "writer", timeout=2)
    judge("kubectl attach follows the output", "line" in out, out + err)
    code, out, err = run("attach", "-i", "real", "-c", "reader", stdin="echoed\n", timeout=4)
    judge("kubectl attach -i sends input", "echoed" in out, f"{code} {out} {err}")
    check_proxy()
    check_debug()
    k("delete pod real --grace-period=1", "deleted")
    k("logs real", rc=1, err="NotFound")
    crash = manifest("crash.yaml", """
apiVersion: v1
kind: Pod
metadata: {name: crash}
spec: {nodeName: local, containers: [{name: c, image: none, command: [sh, -c, 'echo try; exit 7']}]}
""")
    k(f"apply -f {crash}", "created")
    until("a container that fails is restarted", lambda: "1" in run("get", "pod", "crash", "-o",
          "jsonpath={.status.containerStatuses[0].restartCount}")[1])
    k("logs crash --previous", "^try$")
    k("delete pod crash --force --grace-period=0", "deleted")


def check_proxy():
    pod, service = "/api/v1/namespaces/default/pods", "/api/v1/namespaces/default/services"
    k(["create", "-f", "-"], "created", stdin="""
apiVersion: v1
kind: Service
metadata: {name: real}
spec: {selector: {app: real}, ports: [{name: http, port: 80, targetPort: 8080}]}
""")
    k(f"get --raw {pod}/real:8080/proxy/", "hostname")
    k(f"get --raw {pod}/http:real:8080/proxy/hostname", ".")
    until("kubectl get --raw through a Service", lambda: "hostname" in run("get", "--raw", f"{service}/real:80/proxy/")[1])
    k(f"get --raw {service}/real:http/proxy/hostname", ".")
    k(f"get --raw {service}/real:81/proxy/", rc=1, err='no service port 81 found for service "real"')
    k(f"get --raw {service}/real/proxy/", rc=1, err='no endpoints available for service "real"')
    k(f"get --raw {pod}/real:81/proxy/", rc=1, err="error trying to reach service: .*refused")
    k(f"get --raw {pod}/nobody/proxy/", rc=1, err='pods "nobody" not found')
    k("get --raw /api/v1/nodes/local/proxy/healthz", rc=1, err='no endpoints available for node "local"')
    k("delete service real", "deleted")
    k("get --raw /metrics", [r"^# TYPE apiserver_request_total counter$", r'^keelson_objects\{resource="pods"\} \d+$',
                             r'^apiserver_request_total\{code="200",.*resource="pods",.*verb="GET"'])
    k("get --raw /metrics --as=eve", rc=1, err="[Ff]orbidden")


def check_debug():
    """Ephemeral containers, resources of containers that run, and Secrets on disk."""
    if MINOR >= 24:
        check_pod_subresources()
    k("create secret generic hidden --from-literal=a=nobody-reads-this", "created")
    k("get secret hidden -o jsonpath={.data.a}", base64.b64encode(b"nobody-reads-this").decode())
    judge("a Secret is encrypted on disk", all(base64.b64encode(b"nobody-reads-this") not in file.read_bytes()
          for file in (WORK / "data").glob("state.db*")), "")
    k("delete secret hidden", "deleted")


def check_pod_subresources():
    """kubectl names subresources since 1.24, and makes ephemeral containers as they became stable since 1.23."""
    k(["debug", "real", "--image=none", "-c", "look", "--", "sh", "-c", "echo looked; sleep 1000"])
    until("an ephemeral container runs", lambda: run("logs", "real", "-c", "look")[1] == "looked\n")
    k("exec real -c look -- echo inside", "^inside$")
    k("debug -i real --image=none -c shell -- sh", "^42$", stdin="echo $((40+2))\nexit\n")
    k(["patch", "pod", "real", "--subresource=ephemeralcontainers", "-p",
       '{"spec":{"ephemeralContainers":[{"name":"look","image":"other"}]}}'], rc=1, err="may not be changed")
    k(["create", "-f", "-"], "created", stdin="""
apiVersion: v1
kind: Pod
metadata: {name: sized}
spec: {nodeName: sim-0, containers: [{name: sized, image: x, resources: {requests: {cpu: 100m}}}]}
""")
    k("wait --for=condition=Ready pod/sized --timeout=20s", "condition met")
    k(["patch", "pod", "sized", "--subresource=resize", "-p",
       '{"spec":{"containers":[{"name":"sized","resources":{"requests":{"cpu":"200m"}}}]}}'], "patched")
    until("a container is resized", lambda: run("get", "pod", "sized", "-o",
          "jsonpath={.status.containerStatuses[0].allocatedResources.cpu}")[1] == "200m")
    k("get pod sized -o jsonpath={.status.containerStatuses[0].restartCount}", "^0$")
    k(["patch", "pod", "sized", "--subresource=resize", "-p",
       '{"spec":{"containers":[{"name":"sized","resources":{"requests":{"cpu":"9000"}}}]}}'], "patched")
    until("a resize that can never be is told", lambda: run("get", "pod", "sized", "-o",
          'jsonpath={.status.conditions[?(@.type=="PodResizePending")].reason}')[1] == "Infeasible")
    k("delete pod sized", "deleted")


def check_watch():
    lines = []
    watch = subprocess.Popen([KUBECTL, "get", "cm", "-w", "--no-headers", "-l", "w=1"], env=ENVIRONMENT, text=True,
                             stdout=subprocess.PIPE)
    threading.Thread(target=lambda: lines.extend(watch.stdout), daemon=True).start()
    time.sleep(0.5)
    k("create -f -", "created", stdin="{apiVersion: v1, kind: ConfigMap, metadata: {name: watched, labels: {w: '1'}}}")
    k("label cm watched other=1", "labeled")
    k("delete cm watched", "deleted")
    until("kubectl get -w shows each change", lambda: len(lines) >= 3)
    watch.terminate()
    waiting = subprocess.Popen([KUBECTL, "wait", "--for=delete", "cm/loose", "--timeout=15s"], env=ENVIRONMENT,
                               stdout=subprocess.PIPE, text=True)
    time.sleep(0.3)
    k("delete cm loose", "deleted")
    judge("kubectl wait --for=delete", waiting.wait(20) == 0, "")
    k("wait --for=condition=Nothing deployment/web --timeout=1s", rc=1, err="timed out")


def check_nodes():
    k("get nodes", [r"NAME +STATUS +ROLES +AGE +VERSION", r"^local +Ready", r"^sim-0 +Ready"])
    k("cordon sim-0", "cordoned")
    k("get node sim-0", "SchedulingDisabled")
    k("uncordon sim-0", "uncordoned")
    k("taint nodes sim-0 a=b:NoSchedule", "tainted")
    k("taint nodes sim-0 a-", "untainted")
    k("label node sim-1 zone=z", "labeled")
    k("scale deployment web --replicas=2", "scaled")
    k("drain sim-0 --ignore-daemonsets --force --timeout=30s", f"node/sim-0 {DRAINED}", timeout=60)
    k("uncordon sim-0", "uncordoned")


def check_admission():
    k("create namespace team", "created")
    k("get serviceaccount default -n team", "^default ")
    k("get configmap kube-root-ca.crt -n team -o jsonpath={.data}", "BEGIN CERTIFICATE")
    k("create quota q -n team --hard=pods=1,services.nodeports=0", "created")
    k("run first -n team --image=x", "pod/first created")
    k("run second -n team --image=x", rc=1,
      err=r'pods "second" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1')
    k("get quota q -n team", r"pods: 1/1")
    k("describe quota q -n team", [r"^Resource +Used +Hard", r"^pods +1 +1"])
    k("delete pod first -n team --now", "deleted")
    k("get quota q -n team", r"pods: 0/1")
    k("delete quota q -n team", "deleted")
    k("label namespace team pod-security.kubernetes.io/enforce=restricted", "labeled")
    k("run third -n team --image=x", rc=1, err=r'violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false')
    k("label namespace team pod-security.kubernetes.io/enforce-", "label")
    k("apply -f -", "created", stdin="""
apiVersion: v1
kind: LimitRange
metadata: {name: r, namespace: team}
spec: {limits: [{type: Container, default: {cpu: 500m}, max: {cpu: "1"}}]}
""")
    k("describe limitrange r -n team", r"^Container +cpu +- +1 +500m +500m")
    k("run fourth -n team --image=x", "created")
    k("get pod fourth -n team -o jsonpath={.spec.containers[0].resources.limits.cpu}", "^500m$")
    k("delete namespace team", "deleted")


def check_drain():
    k("create namespace drained", "created")
    k("create deployment guarded -n drained --image=x --replicas=2", "created")
    k("rollout status deployment/guarded -n drained --timeout=30s", "successfully rolled out")
    k("apply -n drained -f -", "guard created", stdin="""
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: guard}
spec: {minAvailable: 2, selector: {matchLabels: {app: guarded}}}
""")
    k("get pdb guard -n drained", r"^guard +2 +N/A +0 ")
    pods = run("get", "pods", "-n", "drained", "-o", "jsonpath={.items[*].metadata.name}")[1].split()
    node = run("get", "pod", pods[0], "-n", "drained", "-o", "jsonpath={.spec.nodeName}")[1]
    draining = subprocess.Popen([KUBECTL, "drain", node, "--ignore-daemonsets", "--force", "--delete-emptydir-data",
                                 "--pod-selector=app=guarded", "--timeout=60s"],
                                env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    time.sleep(2)
    judge("kubectl drain waits for a budget", draining.poll() is None, "")
    k(["patch", "pdb", "guard", "-n", "drained", "-p", '{"spec":{"minAvailable":1}}'], "patched")
    out = draining.communicate(timeout=90)[0]
    judge("kubectl drain goes on when the budget lets it", draining.returncode == 0 and f"node/{node} {DRAINED}" in out and
          "Cannot evict pod as it would violate the pod's disruption budget." in out, out)
    k(f"uncordon {node}", "uncordoned")
    k("delete namespace drained", "deleted")


def check_access():
    k("auth can-i create deployments", "^yes$")
    k("auth can-i create deployments --as=bob", "^no", rc=1)
    k("auth can-i --list --as=bob", r"selfsubjectaccessreviews")
    k("auth can-i get pods --as=system:serviceaccount:default:genbot", "^yes$")
    if MINOR >= 27:
        k("auth whoami", r"Username +kubernetes-admin")
    k("get pods --as=bob", rc=1, err=r'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"')
    k("auth reconcile -f -", "reconciled", stdin="""
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: reconciled}
rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]
""")
    k("config view --minify", [r"name: keelson", r"REDACTED|DATA\+OMITTED"])
    k("config current-context", "keelson")
    k("certificate deny nothing", rc=1, err="NotFound")
    key, request = WORK / "eve.key", WORK / "eve.csr"
    subprocess.run(["openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj",
                    "/CN=eve"], check=True, capture_output=True)
    import base64
    k("apply -f -", "created", stdin=f"""
apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata: {{name: eve}}
spec: {{signerName: kubernetes.io/kube-apiserver-client, usages: [client auth], request: {base64.b64encode(request.read_bytes()).decode()}}}
""")
    k("get csr eve", "Pending")
    k("certificate approve eve", "approved")
    until("an approved request is signed", lambda: "Approved,Issued" in run("get", "csr", "eve")[1])
    certificate = WORK / "eve.crt"
    certificate.write_bytes(base64.b64decode(run("get", "csr", "eve", "-o", "jsonpath={.status.certificate}")[1]))
    if MINOR < 21:
        return  # Debian's 1.20 crashes in set-credentials
    k(f"config set-credentials eve --client-certificate={certificate} --client-key={key}", "set")
    k("get pods --user=eve", rc=1, err='User "eve" cannot list')


CRONTAB = """
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: crontabs.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: crontabs, singular: crontab, kind: CronTab, shortNames: [ct], categories: [all]}
  versions:
  - name: v1
    served: true
    storage: true
    subresources: {status: {}, scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas}}
    additionalPrinterColumns:
    - {name: Spec, type: string, jsonPath: .spec.cronSpec}
    - {name: Replicas, type: integer, jsonPath: .spec.replicas}
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec:
            type: object
            required: [cronSpec]
            properties:
              cronSpec: {type: string, description: When it runs.}
              replicas: {type: integer, minimum: 1, maximum: 10, default: 2}
          status: {type: object, properties: {replicas: {type: integer}}}
"""


def check_custom():
    k(f"apply -f {manifest('crd.yaml', CRONTAB)}", "created")
    k("wait --for=condition=Established crd/crontabs.stable.example.com --timeout=10s", "condition met")
    k("get crd", r"^crontabs.stable.example.com ")
    k("api-resources --api-group=stable.example.com", r"^crontabs +ct +stable.example.com/v1 +true +CronTab")
    until("kubectl explain knows the custom resource", lambda: "When it runs." in run("explain", "crontab.spec.cronSpec")[1])
    k("apply -f -", "crontab.stable.example.com/nightly created", stdin="""
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: nightly}
spec: {cronSpec: "0 0 * * *"}
""")
    k("get ct", [r"NAME +SPEC +REPLICAS", r"nightly +0 0 \* \* \* +2"])
    k("get all", "crontab.stable.example.com/nightly")
    k("describe ct nightly", [r"^Name: +nightly", r"Cron Spec: +0 0"])
    k("scale ct nightly --replicas=5", "scaled")
    k("get ct nightly -o jsonpath={.spec.replicas}", "^5$")
    k(["patch", "ct", "nightly", "--type=merge", "-p", '{"spec":{"replicas":11}}'], rc=1,
      err=r"spec.replicas: Invalid value: .*less than or equal to 10")
    k(["patch", "ct", "nightly", "-p", '{"spec":{"replicas":3}}'], rc=1, err="application/strategic-merge-patch|unknown format|supported media type")
    k("apply -f -", rc=1, err=r'unknown field "(spec\.)?cronspec"', stdin="""
apiVersion: stable.example.com/v1
kind: CronTab
metadata: {name: wrong}
spec: {cronspec: "0 0 * * *"}
""")
    k("delete crd crontabs.stable.example.com", "deleted")
    k("get ct", rc=1, err="the server doesn't have a resource type|could not find the requested resource")


def check_deletion():
    k("delete deployment web --cascade=orphan", "deleted")
    k("get rs -l app=web -o name", "replicaset.apps/web-")
    k("delete rs -l app=web --cascade=foreground", "deleted")
    until("foreground deletion takes the Pods first", lambda: not run("get", "pods", "-l", "app=web", "-o", "name")[1].strip())
    k("delete svc web", "deleted")
    k("delete cm --all", "deleted")
    k("delete cm nothing", rc=1, err="NotFound")
    k("delete cm nothing --ignore-not-found")
    k("delete namespace gen", 'namespace "gen" deleted')
    k("get namespace gen", rc=1, err="NotFound")
    k("create deployment background --image=x", "created")
    k("delete deployment background --cascade=background --wait=false", "deleted")


def check_absent():
    # What a later version brings fails as on a cluster that does not have it.
    k("top pods", rc=1, err="Metrics API not available")
    k("top nodes", rc=1, err="Metrics API not available")
    if MINOR >= 23:
        k("events", r"LAST SEEN")
        k("events --for deployment/web", None)


def check_restart():
    k("create cm kept --from-literal=a=b", "created")
    cluster.down()
    k("get cm kept", rc=1, err="refused|EOF|connect")
    cluster.up()
    k("get cm kept -o jsonpath={.data.a}", "^b$")


MINOR = minor_version()
DRAINED = "drained" if MINOR >= 21 else "evicted"
with cluster:
    parts = [("discovery", lambda: check_discovery(MINOR)), ("workload", check_workload), ("changes", check_changes),
             ("generators", check_generators), ("streams", check_streams), ("watch", check_watch), ("nodes", check_nodes),
             ("admission", check_admission), ("drain", check_drain),
             ("access", check_access), ("custom", check_custom), ("absent", check_absent), ("deletion", check_deletion),
             ("restart", check_restart)]
    for name, part in parts:
        if ONLY and name not in ONLY:
            continue
        print(f"== {name}", flush=True)
        part()
os.unlink(keys.name)
sys.exit(1 if cluster.failed else 0)
