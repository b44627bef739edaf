"""What a process gives up before it looks into a file that nobody vouches for. None of it can be taken back.

Four fences, one behind the other, because each stops what another lets through: limits of the system on
computing time, memory and files; an audit hook that sees what Python code does; a filter on system calls
(Linux `seccomp`) that also stops the native code of a library from opening a connection, starting a
program, signalling another process or changing a file by its name; and a rule of the file system (Linux
Landlock) that lets it write below one folder only.
"""

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

try:
    import resource
except ImportError:  # not a POSIX system
    resource = None  # type: ignore[assignment]  # a module elsewhere


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a confined process may take; the times are for one call."""

    seconds: float = 300.0  # by the clock on the wall
    cpu_seconds: int = 240
    memory: int = 2 << 30  # bytes of address space: libraries with many threads need more of it
    file_bytes: int = 8 << 30  # of any one file written
    open_files: int = 64
    reply_bytes: int = 512 << 20


REFUSED_EVENTS = (
    "socket.",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.spawn",
    "os.posix_spawn",
    "os.fork",
    "os.startfile",
    "os.kill",
    "pty.spawn",
    "urllib.Request",
    "ftplib.",
    "http.client.",
    "smtplib.",
    "telnetlib.",
    "webbrowser.open",
    "sqlite3.",
    "syslog.",
)
"""Beginnings of audit events (PEP 578) that end in a `PermissionError`."""

_PATH_EVENTS = frozenset(
    {
        "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
        "os.chown", "os.utime", "os.setxattr", "os.removexattr", "os.chdir", "shutil.rmtree", "shutil.move",
    }
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit(limits: Limits) -> None:
    """The system's own limits: memory, files, no core dump. Computing time is set anew for each call."""
    if resource is None:
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (bound, bound))
        except (ValueError, OSError):  # macOS knows a limit of address space and refuses to set it
            continue


def limit_computing(seconds: int) -> None:
    """So many more seconds of computing; then the system ends the process (SIGXCPU)."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(
        resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


def peak_memory() -> int:
    """The most bytes that this process ever held in memory at one time; 0 where that cannot be told."""
    status = Path("/proc/self/status")
    if status.exists():  # `ru_maxrss` would count what the parent held at the moment of starting this process
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    if resource is None:
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def watch(folder: Path | None) -> None:
    """Refuse, from here on, whatever Python code does to reach network, programs or other folders.

    :param folder: the one folder below which files may be written; None: nowhere.
    """
    allowed = os.path.realpath(folder) + os.sep if folder else None

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            writes = isinstance(flags, int) and flags & _WRITING
            if writes and isinstance(path, str | bytes) and not _below(path):
                raise PermissionError(errno.EPERM, "a confined parser may not write here", os.fsdecode(path))
        elif event.startswith(REFUSED_EVENTS):
            raise PermissionError(errno.EPERM, f"a confined parser may not do this: {event}")
        elif event in _PATH_EVENTS and not all(
            _below(path) for path in arguments if isinstance(path, str | bytes)
        ):
            raise PermissionError(errno.EPERM, f"a confined parser may not do this here: {event}")

    def _below(path: str | bytes) -> bool:
        real = os.path.realpath(os.fsdecode(path))
        return real == os.devnull or (allowed is not None and (real + os.sep).startswith(allowed))

    sys.addaudithook(hook)


# --- Linux: fences that also hold native code -------------------------------------------------------------

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_FILTER = 2  # SECCOMP_MODE_FILTER
_LOAD, _EQUALS, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # BPF: LD|W|ABS, JMP|JEQ|K, JMP|JGE|K, RET|K
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM
_X32 = 0x40000000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # where `struct seccomp_data` has them, little-endian

# Landlock knows no right for changes of mode, owner, times and attributes, so that they are refused everywhere:
# an original that somebody keeps read-only stays so. `ftruncate` stays: it takes a file that is open for writing.
_EVERYWHERE = {
    # calls so young that they have the same number on every machine
    "pidfd_send_signal": 424, "io_uring_setup": 425, "open_tree": 428, "move_mount": 429, "fsopen": 430,
    "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442, "fchmodat2": 452,
    "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
}  # fmt: skip

_MACHINES = {
    # machine: (audit architecture, numbers of the calls that are refused, of those it may aim at itself only)
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "bind": 49, "listen": 50, "socketpair": 53,
            "fork": 57, "vfork": 58, "execve": 59, "kill": 62, "ptrace": 101, "pivot_root": 155, "chroot": 161,
            "mount": 165, "umount2": 166, "init_module": 175, "kexec_load": 246, "keyctl": 250, "unshare": 272,
            "accept4": 288, "perf_event_open": 298, "open_by_handle_at": 304, "setns": 308,
            "process_vm_readv": 310, "process_vm_writev": 311, "finit_module": 313, "bpf": 321,
            "execveat": 322, "userfaultfd": 323, "sendmsg": 46, "sendmmsg": 307, "truncate": 76, "link": 86,
            "symlink": 88, "chmod": 90, "fchmod": 91, "chown": 92, "fchown": 93, "lchown": 94, "utime": 132,
            "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198,
            "fremovexattr": 199, "utimes": 235, "fchownat": 260, "futimesat": 261, "linkat": 265,
            "symlinkat": 266, "fchmodat": 268, "utimensat": 280, "rt_sigqueueinfo": 129,
            "rt_tgsigqueueinfo": 297,
        },
        {"tkill": 200, "tgkill": 234, "prlimit64": 302},
    ),
    "aarch64": (
        0xC00000B7,
        {
            "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "unshare": 97, "kexec_load": 104,
            "init_module": 105, "ptrace": 117, "kill": 129, "socket": 198, "socketpair": 199, "bind": 200,
            "listen": 201, "accept": 202, "connect": 203, "sendto": 206, "keyctl": 219, "execve": 221,
            "perf_event_open": 241, "accept4": 242, "open_by_handle_at": 265, "setns": 268,
            "process_vm_readv": 270, "process_vm_writev": 271, "finit_module": 273, "bpf": 280,
            "execveat": 281, "userfaultfd": 282, "sendmsg": 211, "sendmmsg": 269, "setxattr": 5,
            "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
            "symlinkat": 36, "linkat": 37, "truncate": 45, "fchmod": 52, "fchmodat": 53, "fchownat": 54,
            "fchown": 55, "utimensat": 88, "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240,
        },
        {"tkill": 130, "tgkill": 131, "prlimit64": 261},
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


def die_with_parent() -> None:
    """End this process when the one that started it ends, and let no other process look into it."""
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        system.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def filter_calls() -> bool:
    """Refuse the system calls that reach out of this process; whether this system could do it.

    Signals to its own threads stay, because `abort` and the threads of libraries need them, and its own limits.
    """
    known = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, calls, upon_itself = known
    numbers = sorted({*calls.values(), *_EVERYWHERE.values()})
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUALS, 1, 0, architecture), (_RETURN, 0, 0, _REFUSE)]
    steps.append((_LOAD, 0, 0, _NUMBER))
    for name, number in upon_itself.items():
        steps += _only_upon((os.getpid(), 0) if name == "prlimit64" else (os.getpid(),), number)
    steps.append((_AT_LEAST, len(numbers) + 1, 0, _X32))  # the x32 calls are the same ones by other numbers
    steps += [(_EQUALS, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    program = _Program(len(steps), b"".join(struct.pack("=HBBI", *step) for step in steps))
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(system.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)


def _only_upon(targets: tuple[int, ...], number: int) -> list[tuple[int, int, int, int]]:
    """Steps that let a call pass for these first arguments only; other calls go on to the step after them."""
    checks = [(_EQUALS, len(targets) - at, 0, target) for at, target in enumerate(targets)]
    body = [(_LOAD, 0, 0, _FIRST_ARGUMENT), *checks, (_RETURN, 0, 0, _REFUSE), (_RETURN, 0, 0, _ALLOW)]
    return [(_EQUALS, 0, len(body), number), *body]


_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
_WRITE_FILE, _REFER, _TRUNCATE, _IOCTL_DEVICE = 1 << 1, 1 << 13, 1 << 14, 1 << 15
_EVERY_WRITE = _WRITE_FILE | sum(1 << bit for bit in range(4, 13))  # remove and make of every kind
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


def write_only_below(folder: Path | None) -> bool:
    """Let files be written below one folder only, also by native code; whether this system could do it.

    What later versions of Landlock know is asked for where this system has it: truncating (3), terminals
    and other devices (5), signals to processes outside (6).
    """
    if sys.platform != "linux":
        return False
    system = ctypes.CDLL(None, use_errno=True)
    version = system.syscall(_CREATE_RULESET, None, 0, _VERSION)
    if version < 1:
        return False
    below = _EVERY_WRITE | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    handled = below | (_IOCTL_DEVICE if version >= 5 else 0)
    words = (handled, 0, _ABSTRACT_SOCKETS_AND_SIGNALS) if version >= 6 else (handled,)
    wanted = struct.pack(f"={len(words)}Q", *words)
    rules = system.syscall(_CREATE_RULESET, wanted, len(wanted), 0)
    if rules < 0:
        return False
    try:
        for path, access in ((folder, below), (Path(os.devnull), _WRITE_FILE)):
            if path is not None and not _add_rule(system, rules, path, access):
                return False
        if system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
            return False
        return bool(system.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _add_rule(system: ctypes.CDLL, rules: int, path: Path, access: int) -> bool:
    place = os.open(path, getattr(os, "O_PATH", 0) | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", access, place)
        return bool(system.syscall(_ADD_RULE, rules, 1, rule, 0) == 0)
    finally:
        os.close(place)
