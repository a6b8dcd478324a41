// The official JavaScript client against `keelson up`. Prints "N passed, M failed" last.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import * as k8s from '@kubernetes/client-node';

const build = process.argv[2];
const work = mkdtempSync(join(tmpdir(), 'keelson-js-'));
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
let passed = 0, failed = 0;

async function check(name, run) {
    try {
        await run();
        ++passed;
    } catch (error) {
        ++failed;
        console.log(`FAILED ${name}: ${error.stack || error} ${error.body ? JSON.stringify(error.body) : ''}`);
    }
}
function same(seen, wanted) {
    const [a, b] = [JSON.stringify(seen), JSON.stringify(wanted)];
    if (a !== b) throw new Error(`${a} is not ${b}`);
}
async function until(what, wanted, seconds = 15) {
    for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(50)) {
        if (await wanted()) return;
    }
    throw new Error(`${what}: not within ${seconds} s`);
}
async function refused(code, call) {
    try {
        await call();
    } catch (error) {
        same(error.code, code);
        return typeof error.body === 'string' ? JSON.parse(error.body) : error.body;
    }
    throw new Error(`${code} was expected`);
}

const port = await new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address();
        probe.close(() => done(port));
    });
});
let server;
async function start() {
    server = spawn(join(build, 'keelson'), ['up', '--node', 'local=process', '--node', 'sim=simulated', '--data',
        join(work, 'data'), '--listen', `127.0.0.1:${port}`, '--kubeconfig', join(work, 'config'), '--on-exit', 'keep'],
        { stdio: ['ignore', 'ignore', 'inherit'] });
    await until('the server listens', () => new Promise((done) => {
        const socket = connect(port, '127.0.0.1', () => { socket.destroy(); done(true); });
        socket.on('error', () => done(false));
    }));
}
async function stop(signal = 'SIGINT') {
    const ended = new Promise((done) => server.once('exit', done));
    server.kill(signal);
    await ended;
}

await start();
const config = new k8s.KubeConfig();
config.loadFromFile(join(work, 'config'));
const core = config.makeApiClient(k8s.CoreV1Api);
const apps = config.makeApiClient(k8s.AppsV1Api);
const coordination = config.makeApiClient(k8s.CoordinationV1Api);
const namespace = 'default';
const patchAs = (type) => k8s.setHeaderOptions('Content-Type', type);

await check('create, read, replace, list, delete', async () => {
    const made = await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'a', labels: { x: 'z' } }, data: { k: 'v' } } });
    same(made.data, { k: 'v' });
    const read = await core.readNamespacedConfigMap({ name: 'a', namespace });
    read.data.k = 'w';
    const written = await core.replaceNamespacedConfigMap({ name: 'a', namespace, body: read });
    same(written.data, { k: 'w' });
    const conflict = await refused(409, () => core.replaceNamespacedConfigMap({ name: 'a', namespace, body: read }));
    same(conflict.reason, 'Conflict');
    const list = await core.listNamespacedConfigMap({ namespace, labelSelector: 'x!=y' });
    same(list.items.map((one) => one.metadata.name), ['a', 'kube-root-ca.crt']);
    const labelled = await core.listNamespacedConfigMap({ namespace, labelSelector: 'x=z' });
    same(labelled.items.map((one) => one.metadata.name), ['a']);
    same((await core.deleteNamespacedConfigMap({ name: 'a', namespace })).status, 'Success');
    same((await refused(404, () => core.readNamespacedConfigMap({ name: 'a', namespace }))).reason, 'NotFound');
    const invalid = await refused(422, () => core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'A_' } } }));
    same(invalid.details.causes[0].field, 'metadata.name');
});

const deployment = {
    metadata: { name: 'web' },
    spec: {
        replicas: 1, selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } },
            spec: { nodeSelector: { 'kubernetes.io/hostname': 'sim' },
                containers: [{ name: 'one', image: 'i:1' }, { name: 'two', image: 'i:1' }] } },
    },
};
await check('every kind of patch', async () => {
    await apps.createNamespacedDeployment({ namespace, body: deployment });
    const target = { name: 'web', namespace };
    let made = await apps.patchNamespacedDeployment({ ...target, body: [{ op: 'replace', path: '/spec/replicas', value: 2 }] },
        patchAs(k8s.PatchStrategy.JsonPatch));
    same(made.spec.replicas, 2);
    made = await apps.patchNamespacedDeployment({ ...target, body: { metadata: { labels: { a: 'b' } } } },
        patchAs(k8s.PatchStrategy.MergePatch));
    same(made.metadata.labels, { a: 'b' });
    made = await apps.patchNamespacedDeployment({ ...target,
        body: { spec: { template: { spec: { containers: [{ name: 'two', image: 'i:2' }] } } } } },
        patchAs(k8s.PatchStrategy.StrategicMergePatch));
    same(made.spec.template.spec.containers.map((c) => c.image), ['i:1', 'i:2']);
    made = await apps.patchNamespacedDeployment({ ...target, fieldManager: 'js',
        body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', annotations: { by: 'js' } } } },
        patchAs(k8s.PatchStrategy.ServerSideApply));
    same(made.metadata.annotations.by, 'js');
    if (!made.metadata.managedFields.some((m) => m.manager === 'js' && m.operation === 'Apply')) throw new Error('no owner');
    await refused(409, () => apps.patchNamespacedDeployment({ ...target, fieldManager: 'other',
        body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', annotations: { by: 'other' } } } },
        patchAs(k8s.PatchStrategy.ServerSideApply)));
    // The Deployment's controller writes as well: who loses reads again.
    for (let tries = 0; ; ++tries) {
        const scale = await apps.readNamespacedDeploymentScale(target);
        scale.spec.replicas = 1;
        try {
            same((await apps.replaceNamespacedDeploymentScale({ ...target, body: scale })).spec.replicas, 1);
            break;
        } catch (error) {
            if (error.code !== 409 || tries > 20) throw error;
        }
    }
});

await check('exec, logs and port-forward', async () => {
    await core.createNamespacedPod({ namespace, body: { metadata: { name: 'real' }, spec: { nodeName: 'local',
        terminationGracePeriodSeconds: 1, containers: [
            { name: 'writer', image: 'none', command: ['sh', '-c', 'echo first; while true; do echo more; sleep 0.1; done'] },
            { name: 'server', image: 'none', env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
                command: ['python3', '-c', 'import http.server,os; http.server.HTTPServer((os.environ["IP"],8080),http.server.SimpleHTTPRequestHandler).serve_forever()'] }] } } });
    await until('the Pod is ready', async () => (await core.readNamespacedPod({ name: 'real', namespace })).status.conditions
        ?.some((c) => c.type === 'Ready' && c.status === 'True'));
    const text = await core.readNamespacedPodLog({ name: 'real', namespace, container: 'writer' });
    if (!text.startsWith('first\n')) throw new Error(text);
    let followed = '';
    const sink = new Writable({ write(chunk, _, done) { followed += chunk; done(); } });
    const following = await new k8s.Log(config).log(namespace, 'real', 'writer', sink, { follow: true, tailLines: 1 });
    await until('the log is followed', () => followed.split('\n').length > 4);
    following.abort();

    let out = '', status;
    const stdout = new Writable({ write(chunk, _, done) { out += chunk; done(); } });
    const stdin = new PassThrough();
    await new k8s.Exec(config).exec(namespace, 'real', 'writer', ['sh', '-c', 'read x; echo got $x; exit 4'], stdout, stdout,
        stdin, false, (ended) => { status = ended; });
    stdin.write('word\n');
    await until('the command ends', () => status !== undefined);
    same(out.trim(), 'got word');
    same(status.details.causes[0].message, '4');

    const forward = new k8s.PortForward(config);
    const local = createServer((socket) => forward.portForward(namespace, 'real', [8080], socket, null, socket));
    await new Promise((done) => local.listen(0, '127.0.0.1', done));
    const page = await fetch(`http://127.0.0.1:${local.address().port}/`);
    same(page.status, 200);
    if (!(await page.text()).includes('Directory listing')) throw new Error('not the page');
    local.close();
});

await check('an informer goes on across a restart of the server', async () => {
    const seen = new Map();
    const events = [];
    const informer = k8s.makeInformer(config, `/api/v1/namespaces/${namespace}/configmaps`,
        () => core.listNamespacedConfigMap({ namespace }));
    informer.on('add', (o) => { seen.set(o.metadata.name, o); events.push(`add ${o.metadata.name}`); });
    informer.on('update', (o) => { seen.set(o.metadata.name, o); events.push(`update ${o.metadata.name}`); });
    informer.on('delete', (o) => { seen.delete(o.metadata.name); events.push(`delete ${o.metadata.name}`); });
    informer.on('error', () => setTimeout(() => informer.start().catch(() => {}), 200));
    await informer.start();
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'before' } } });
    await until('the first is seen', () => seen.has('before'));
    await stop();
    await start();
    await until('the server answers', async () => {
        try {
            await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'after' } } });
            return true;
        } catch {
            return false;
        }
    });
    await core.deleteNamespacedConfigMap({ name: 'before', namespace });
    await until('both changes are seen', () => seen.has('after') && !seen.has('before'), 30);
    same(events.filter((e) => e === 'add after').length, 1);
    await informer.stop();
});

await check('a custom resource', async () => {
    const extensions = config.makeApiClient(k8s.ApiextensionsV1Api);
    const custom = config.makeApiClient(k8s.CustomObjectsApi);
    await extensions.createCustomResourceDefinition({ body: {
        metadata: { name: 'crontabs.stable.example.com' },
        spec: { group: 'stable.example.com', scope: 'Namespaced',
            names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab', shortNames: ['ct'] },
            versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: {
                spec: { type: 'object', required: ['cronSpec'], properties: {
                    cronSpec: { type: 'string', pattern: '^\\S+$' }, replicas: { type: 'integer', minimum: 1, _default: 1 } } } } } } }] } } });
    await until('it is established', async () => (await extensions.readCustomResourceDefinition({ name: 'crontabs.stable.example.com' }))
        .status?.conditions?.some((c) => c.type === 'Established' && c.status === 'True'));
    const target = { group: 'stable.example.com', version: 'v1', plural: 'crontabs', namespace };
    const seen = [];
    const watch = await new k8s.Watch(config).watch(`/apis/stable.example.com/v1/namespaces/${namespace}/crontabs`, {},
        (type, object) => seen.push(`${type} ${object.metadata.name}`), () => {});
    const made = await custom.createNamespacedCustomObject({ ...target,
        body: { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'a' }, spec: { cronSpec: '*' } } });
    same(made.spec, { cronSpec: '*', replicas: 1 });
    const invalid = await refused(422, () => custom.createNamespacedCustomObject({ ...target,
        body: { apiVersion: 'stable.example.com/v1', kind: 'CronTab', metadata: { name: 'b' }, spec: { cronSpec: '*', replicas: 0 } } }));
    same(invalid.details.causes[0].field, 'spec.replicas');
    same((await custom.listNamespacedCustomObject(target)).items.length, 1);
    await custom.patchNamespacedCustomObject({ ...target, name: 'a', body: { spec: { replicas: 3 } } },
        patchAs(k8s.PatchStrategy.MergePatch));
    await custom.deleteNamespacedCustomObject({ ...target, name: 'a' });
    await until('each change is seen', () => seen.length === 3);
    same(seen, ['ADDED a', 'MODIFIED a', 'DELETED a']);
    watch.abort();
    await extensions.deleteCustomResourceDefinition({ name: 'crontabs.stable.example.com' });
    await until('it is gone', () => custom.listNamespacedCustomObject(target).then(() => false, (error) => error.code === 404));
});

await check('leader election by a Lease', async () => {
    const leaders = [];
    const elect = async (who) => {
        const name = 'leader';
        for (;;) {
            let lease;
            try {
                lease = await coordination.readNamespacedLease({ name, namespace });
            } catch (error) {
                if (error.code !== 404) throw error;
                try {
                    await coordination.createNamespacedLease({ namespace, body: { metadata: { name },
                        spec: { holderIdentity: who, leaseDurationSeconds: 1, renewTime: new k8s.V1MicroTime() } } });
                    break;
                } catch (raced) {
                    if (raced.code !== 409) throw raced;
                    continue;
                }
            }
            const free = !lease.spec.holderIdentity || Date.now() - new Date(lease.spec.renewTime).getTime() > 1000;
            if (free) {
                lease.spec.holderIdentity = who;
                lease.spec.renewTime = new k8s.V1MicroTime();
                try {
                    await coordination.replaceNamespacedLease({ name, namespace, body: lease });
                    break;
                } catch (raced) {
                    if (raced.code !== 409) throw raced;
                }
            }
            await sleep(20);
        }
        leaders.push(who);
        if (leaders.length > 1 && leaders.at(-2) === who) throw new Error('it led twice');
        await sleep(50);
        const mine = await coordination.readNamespacedLease({ name, namespace });
        same(mine.spec.holderIdentity, who);
        mine.spec.holderIdentity = '';
        await coordination.replaceNamespacedLease({ name, namespace, body: mine });
    };
    await Promise.all(['a', 'b', 'c'].map(elect));
    same([...leaders].sort(), ['a', 'b', 'c']);
});

await check('who may not, and who is nobody, is told so', async () => {
    const nobody = new k8s.KubeConfig();
    nobody.loadFromOptions({ clusters: config.clusters, users: [{ name: 'u', token: 'wrong' }],
        contexts: [{ name: 'c', cluster: config.clusters[0].name, user: 'u' }], currentContext: 'c' });
    await refused(401, () => nobody.makeApiClient(k8s.CoreV1Api).listNamespace());
    const token = (await core.createNamespacedServiceAccountToken({ name: 'default', namespace,
        body: { spec: { audiences: [] } } })).status.token;
    nobody.users[0].token = token;
    same((await refused(403, () => nobody.makeApiClient(k8s.CoreV1Api).listNamespace())).message,
        'namespaces is forbidden: User "system:serviceaccount:default:default" cannot list resource "namespaces" in API group "" at the cluster scope');
});

await core.deleteNamespacedPod({ name: 'real', namespace }).catch(() => {});
await sleep(500);
await stop();
if (!failed) rmSync(work, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
