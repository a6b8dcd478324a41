#!/usr/bin/env bash
# A Docker Engine of one's own for tests, with an image "busybox:latest" made of this machine's busybox.
#   docker_engine.sh start NAME [NUMBER [OPTION...]]   prints the address; its Pods and bridges are in 172.(16+NUMBER)
#                                          (default 20); options of dockerd may replace those that are given here
#   docker_engine.sh kill NAME             ends the engine with SIGKILL; its containers live on
#   docker_engine.sh stop NAME             ends it, its containers and all that it has on disk
# Needs root. Everything is in /tmp/keelson-docker-NAME.
set -euo pipefail
command=${1:?start, kill or stop}
name=${2:?the name of the engine}
number=${3:-4}
folder=/tmp/keelson-docker-$name
address=unix://$folder/docker.sock

ask() { curl -sS --max-time 60 --unix-socket "$folder/docker.sock" "$@"; }
runs() { [ -f "$folder/pid" ] && kill -0 "$(cat "$folder/pid")" 2>/dev/null; }

start() {
    mkdir -p "$folder"
    if ! runs; then
        rm -f "$folder/pid" "$folder/docker.sock"
        # A network range of its own, so that engines beside it on one machine do not meet.
        nohup setsid dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/pid" \
            -H "$address" --live-restore --bip "172.$((16 + number)).0.1/24" \
            --default-address-pool "base=172.$((16 + number)).128.0/17,size=24" "$@" >>"$folder/log" 2>&1 </dev/null &
    fi
    for _ in $(seq 600); do
        ask http://docker/_ping >/dev/null 2>&1 && break
        sleep 0.1
    done
    if ! ask http://docker/_ping >/dev/null; then
        tail -n 20 "$folder/log" >&2
        exit 1
    fi
    if [ "$(ask -o /dev/null -w '%{http_code}' http://docker/images/busybox:latest/json)" != 200 ]; then
        local root
        root=$(mktemp -d)
        mkdir -p "$root"/{bin,etc,tmp,dev,proc,sys,root}
        chmod 1777 "$root/tmp"
        cp "$(command -v busybox)" "$root/bin/busybox"
        for applet in $("$root/bin/busybox" --list); do
            [ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
        done
        printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
        printf 'root:x:0:\nnobody:x:65534:\n' >"$root/etc/group"
        tar -C "$root" -c . | ask -X POST -H 'Content-Type: application/x-tar' --data-binary @- \
            'http://docker/images/create?fromSrc=-&repo=busybox&tag=latest&changes=CMD%20%5B%22%2Fbin%2Fsh%22%5D' >/dev/null
        rm -rf "$root"
    fi
    echo "$address"
}

end() {
    runs || return 0
    local pid containerd
    pid=$(cat "$folder/pid")
    # It dies with the engine, a moment later: one that is started before that takes it for its own.
    containerd=$(cat "$folder/exec/containerd/containerd.pid" 2>/dev/null || echo "$pid")
    kill "-$1" "$pid"
    for _ in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || kill -0 "$containerd" 2>/dev/null || return 0
        sleep 0.1
    done
    echo "the engine $name does not end" >&2
    return 1
}

case "$command" in
    start) start "${@:4}" ;;
    kill) end KILL ;;
    stop)
        if runs; then
            for id in $(ask 'http://docker/containers/json?all=1' | grep -oE '"Id":"[0-9a-f]{64}"' | cut -d'"' -f4); do
                ask -X DELETE "http://docker/containers/$id?force=1&v=1" >/dev/null || true
            done
            end TERM
        fi
        # An engine that was killed may have left containers that it does not know any more, and mounts.
        for shim in $(pgrep -f "^[^ ]*containerd-shim.* -address $folder/" || true); do
            pkill -KILL -P "$shim" || true
            kill -KILL "$shim" 2>/dev/null || true
        done
        while read -r at; do umount -l "$at"; done < <(awk -v f="$folder/" 'index($2, f) == 1 {print $2}' /proc/mounts | sort -r)
        rm -rf "$folder"
        ;;
    *)
        sed -n 2,7p "$0" >&2
        exit 2
        ;;
esac
