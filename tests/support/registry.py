#!/usr/bin/env python3
"""A registry with images made on the spot: busybox in one layer.

    registry.py PORT FILE_OF_BUSYBOX [closed]

Serves tests/image:1 over HTTP on 127.0.0.1, to everybody or, closed, to user "reader" with password "secret" alone.
"""
import base64
import gzip
import hashlib
import http.server
import io
import json
import sys
import tarfile


def sha(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


def make_layer(path):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as tar:
        tar.add(path, "bin/busybox")
        for name in ("sh", "sleep", "cat"):
            link = tarfile.TarInfo("bin/" + name)
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
    return raw.getvalue()


layer = make_layer(sys.argv[2])
packed = gzip.compress(layer, mtime=0)
config = json.dumps({
    "architecture": "amd64", "os": "linux", "config": {"Cmd": ["/bin/sh"], "User": "1234"},
    "rootfs": {"type": "layers", "diff_ids": [sha(layer)]}, "history": [{"created_by": "tests"}],
}).encode()
manifest = json.dumps({
    "schemaVersion": 2, "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": len(config), "digest": sha(config)},
    "layers": [{"mediaType": "application/vnd.docker.image.rootfs.diff.tar.gzip", "size": len(packed),
                "digest": sha(packed)}],
}).encode()
blobs = {sha(config): config, sha(packed): packed}
login = "Basic " + base64.b64encode(b"reader:secret").decode()


class Registry(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", kind="application/json", headers=()):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def error(self, status, code, headers=()):
        self.answer(status, json.dumps({"errors": [{"code": code, "message": code.lower().replace("_", " ")}]}).encode(),
                    headers=headers)

    def do_GET(self):
        parts = self.path.strip("/").split("/")
        if len(sys.argv) > 3 and self.headers.get("Authorization") != login:
            return self.error(401, "UNAUTHORIZED", [("WWW-Authenticate", 'Basic realm="tests"')])
        if parts == ["v2"]:
            return self.answer(200, b"{}")
        if "/".join(parts[1:3]) != "tests/image" or len(parts) != 5:
            return self.error(404, "NAME_UNKNOWN")
        if parts[3] == "manifests" and parts[4] in ("1", sha(manifest)):
            return self.answer(200, manifest, "application/vnd.docker.distribution.manifest.v2+json",
                               [("Docker-Content-Digest", sha(manifest))])
        if parts[3] == "blobs" and parts[4] in blobs:
            return self.answer(200, blobs[parts[4]], "application/octet-stream")
        return self.error(404, "MANIFEST_UNKNOWN")

    do_HEAD = do_GET

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Registry).serve_forever()
