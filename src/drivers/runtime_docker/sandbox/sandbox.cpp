// The program of a Pod's sandbox: it holds the Pod's namespaces, and reaps what is left to it where the Pod's
// containers share one process namespace. It is built without any library and becomes a part of Keelson's, so that
// nothing needs to be pulled; see embed.cmake.
//
//   keelson-sandbox pause [RESOLV_CONF]   until SIGTERM or SIGINT; RESOLV_CONF is what /etc/resolv.conf shall say
//   keelson-sandbox connect PORT          joins standard input and output with what listens there, on this machine;
//                                         says "connected" on standard error first, or why not
//   keelson-sandbox signal PID NUMBER ID  sends a signal to a program, if a control group with ID in its name holds it

#include <asm/unistd.h>
#include <linux/fcntl.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/poll.h>
#include <linux/signal.h>
#include <linux/socket.h>
#include <linux/wait.h>

namespace {

#if defined(__x86_64__)
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0) {
    long result;
    register long r10 asm("r10") = d;
    register long r8 asm("r8") = e;
    asm volatile("syscall"
                 : "=a"(result)
                 : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
                 : "rcx", "r11", "memory");
    return result;
}
#elif defined(__aarch64__)
long call(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0) {
    register long x8 asm("x8") = number;
    register long x0 asm("x0") = a;
    register long x1 asm("x1") = b;
    register long x2 asm("x2") = c;
    register long x3 asm("x3") = d;
    register long x4 asm("x4") = e;
    asm volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
    return x0;
}
#else
#error "the sandbox's program knows x86-64 and ARM64"
#endif

template <class T>
long of(T* pointer) {
    return reinterpret_cast<long>(pointer);
}

unsigned long length(char const* text) {
    unsigned long count = 0;
    while (text[count] != 0) ++count;
    return count;
}

bool same(char const* a, char const* b) {
    while (*a != 0 && *a == *b) ++a, ++b;
    return *a == *b;
}

[[noreturn]] void leave(int code) {
    for (;;) call(__NR_exit_group, code);
}

[[noreturn]] void fail(char const* why) {
    call(__NR_write, 2, of(why), static_cast<long>(length(why)));
    leave(1);
}

void write_resolv_conf(char const* text) {
    long const file = call(__NR_openat, AT_FDCWD, of("/etc/resolv.conf"), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (file < 0) fail("keelson-sandbox: /etc/resolv.conf cannot be written\n");
    for (auto left = length(text); left > 0;) {
        long const count = call(__NR_write, file, of(text), static_cast<long>(left));
        if (count <= 0) fail("keelson-sandbox: /etc/resolv.conf cannot be written\n");
        text += count;
        left -= static_cast<unsigned long>(count);
    }
    call(__NR_close, file);
}

[[noreturn]] void pause() {
    // Signals are taken one by one rather than caught: there is nothing else to do.
    unsigned long const bits = 1UL << (SIGTERM - 1) | 1UL << (SIGINT - 1) | 1UL << (SIGCHLD - 1);
    call(__NR_rt_sigprocmask, SIG_BLOCK, of(&bits), 0, sizeof bits);
    for (;;) {
        while (call(__NR_wait4, -1, 0, WNOHANG, 0) > 0) {
        }
        long const signal = call(__NR_rt_sigtimedwait, of(&bits), 0, 0, sizeof bits);
        if (signal == SIGTERM || signal == SIGINT) leave(0);
    }
}

struct Side {
    int from, to;
    char bytes[16384];
    long begin = 0, end = 0;
    bool over = false;    // nothing more to read
    bool closed = false;  // and that was passed on
};

/// Moves what can be moved; false when it is done.
bool move(Side& side, bool readable, bool writable, bool to_socket) {
    if (side.begin == side.end && readable && !side.over) {
        long const count = call(__NR_read, side.from, of(side.bytes), sizeof side.bytes);
        side.begin = 0;
        side.end = count > 0 ? count : 0;
        side.over = count <= 0;
        writable = true;
    }
    if (side.begin < side.end && writable) {
        long const count = call(__NR_write, side.to, of(side.bytes + side.begin), side.end - side.begin);
        if (count > 0) side.begin += count;
        if (count <= 0 && count != -11) side.over = true, side.begin = side.end;
    }
    if (side.over && side.begin == side.end && !side.closed) {
        side.closed = true;
        if (to_socket)
            call(__NR_shutdown, side.to, 1);
        else
            call(__NR_close, side.to);
    }
    return !side.closed;
}

int open_socket(unsigned short port) {
    sockaddr_in four{};
    four.sin_family = 2;
    four.sin_port = port;
    four.sin_addr.s_addr = __builtin_bswap32(0x7f000001);
    long socket = call(__NR_socket, 2, 1 | O_CLOEXEC, 0);
    if (socket >= 0 && call(__NR_connect, socket, of(&four), sizeof four) == 0) return static_cast<int>(socket);
    if (socket >= 0) call(__NR_close, socket);
    sockaddr_in6 six{};
    six.sin6_family = 10;
    six.sin6_port = port;
    six.sin6_addr.in6_u.u6_addr8[15] = 1;
    socket = call(__NR_socket, 10, 1 | O_CLOEXEC, 0);
    if (socket >= 0 && call(__NR_connect, socket, of(&six), sizeof six) == 0) return static_cast<int>(socket);
    fail("connection refused\n");
}

Side out, in;

[[noreturn]] void connect(char const* text) {
    unsigned port = 0;
    for (; *text >= '0' && *text <= '9'; ++text) port = port * 10 + static_cast<unsigned>(*text - '0');
    if (*text != 0 || port == 0 || port > 65'535) fail("keelson-sandbox: that is no port\n");
    int const socket = open_socket(__builtin_bswap16(static_cast<unsigned short>(port)));
    call(__NR_write, 2, of("connected\n"), 10);
    unsigned long const bits = 1UL << (SIGPIPE - 1);
    call(__NR_rt_sigprocmask, SIG_BLOCK, of(&bits), 0, sizeof bits);
    out.from = 0, out.to = socket;
    in.from = socket, in.to = 1;
    for (;;) {
        bool const out_full = out.begin < out.end, in_full = in.begin < in.end;
        pollfd all[4] = {{out.over || out_full ? -1 : 0, POLLIN, 0},
                         {out_full ? socket : -1, POLLOUT, 0},
                         {in.over || in_full ? -1 : socket, POLLIN, 0},
                         {in_full ? 1 : -1, POLLOUT, 0}};
        if (call(__NR_ppoll, of(all), 4, 0, 0, 8) < 0) continue;
        bool const more_out = move(out, all[0].revents != 0, all[1].revents != 0, true);
        bool const more_in = move(in, all[2].revents != 0, all[3].revents != 0, false);
        // Whoever listens has said all: what is still written to him is of no use.
        if (!more_in) leave(0);
        (void)more_out;
    }
}

long number(char const* text) {
    long value = 0;
    if (*text == 0) fail("keelson-sandbox: that is no number\n");
    for (; *text != 0; ++text) {
        if (*text < '0' || *text > '9' || value > 1'000'000'000) fail("keelson-sandbox: that is no number\n");
        value = value * 10 + (*text - '0');
    }
    return value;
}

bool contains(char const* text, long size, char const* part) {
    auto const wanted = static_cast<long>(length(part));
    for (long at = 0; at + wanted <= size; ++at) {
        long same_bytes = 0;
        while (same_bytes < wanted && text[at + same_bytes] == part[same_bytes]) ++same_bytes;
        if (same_bytes == wanted) return true;
    }
    return false;
}

char groups[65536];

[[noreturn]] void signal(char const* pid_text, char const* signal_text, char const* id) {
    long const pid = number(pid_text), wanted = number(signal_text);
    // Held before it is looked at: the number may come to mean another.
    long const held = call(__NR_pidfd_open, pid, 0);
    char path[64] = "/proc/";
    unsigned long at = length(path);
    for (auto const* digit = pid_text; *digit != 0 && at < 40; ++digit) path[at++] = *digit;
    for (auto const* rest = "/cgroup"; *rest != 0; ++rest) path[at++] = *rest;
    path[at] = 0;
    long const file = call(__NR_openat, AT_FDCWD, of(path), O_RDONLY | O_CLOEXEC);
    long const size = file < 0 ? 0 : call(__NR_read, file, of(groups), sizeof groups);
    if (held < 0 || !contains(groups, size, id)) fail("keelson-sandbox: there is no such program\n");
    // What it has started in its session goes with it, as with a terminal.
    if (call(__NR_pidfd_send_signal, held, 0, 0, 0) == 0 && call(__NR_getpgid, pid) == pid)
        call(__NR_kill, -pid, wanted);
    leave(call(__NR_pidfd_send_signal, held, wanted, 0, 0) == 0 ? 0 : 1);
}

}  // namespace

extern "C" [[noreturn]] void keelson_sandbox(long* stack) {
    long const count = stack[0];
    auto** const arguments = reinterpret_cast<char**>(stack + 1);
    if (count >= 2 && same(arguments[1], "pause")) {
        if (count >= 3) write_resolv_conf(arguments[2]);
        pause();
    }
    if (count == 3 && same(arguments[1], "connect")) connect(arguments[2]);
    if (count == 5 && same(arguments[1], "signal")) signal(arguments[2], arguments[3], arguments[4]);
    fail("usage: keelson-sandbox pause [RESOLV_CONF] | connect PORT | signal PID NUMBER ID\n");
}

// What the compiler writes calls to on its own.
extern "C" void* memset(void* to, int byte, unsigned long count) {
    auto* bytes = static_cast<char volatile*>(to);
    while (count-- > 0) *bytes++ = static_cast<char>(byte);
    return to;
}

#if defined(__x86_64__)
asm(".globl _start\n_start:\n mov %rsp, %rdi\n and $-16, %rsp\n call keelson_sandbox\n");
#else
asm(".globl _start\n_start:\n mov x0, sp\n bl keelson_sandbox\n");
#endif
