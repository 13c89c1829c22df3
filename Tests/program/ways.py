"""Real places for routes: an SSH server on the loopback interface, rclone's remotes, a stick in a file, a mailbox."""

import os
import random
import shutil
import socket
import subprocess
import time
from pathlib import Path

SSHD = Path("/usr/sbin/sshd")
IS_ROOT = os.geteuid() == 0


def run(*words):
    """Runs a program that must succeed."""
    return subprocess.run([*map(str, words)], check=True, capture_output=True, timeout=60)


class SSHServer:
    """A real sshd with keys of its own, that offers nothing but file transfer."""

    is_available = SSHD.exists() and IS_ROOT

    def __init__(self, folder):
        self.folder = Path(folder)
        (self.folder / "in").mkdir(parents=True)
        Path("/run/sshd").mkdir(exist_ok=True)
        for key in ("host", "other", "user"):
            run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", key, "-f", self.folder / key)
        shutil.copy(self.folder / "user.pub", self.folder / "authorized")
        self.port = 0
        self.process = None
        for _ in range(20):
            if self.start(random.randrange(20_000, 60_000)):
                break
        assert self.process, "sshd does not start"
        self.know("host", "known_hosts")

    def start(self, port):
        """Starts the server; false if it cannot have the port."""
        options = {
            "Port": port, "ListenAddress": "127.0.0.1", "HostKey": self.folder / "host", "PidFile": "none", "UsePAM": "no",
            "AuthorizedKeysFile": self.folder / "authorized", "StrictModes": "no", "PasswordAuthentication": "no",
            "KbdInteractiveAuthentication": "no", "PermitRootLogin": "prohibit-password",
            "Subsystem": "sftp internal-sftp", "MaxStartups": "100", "LogLevel": "QUIET"}
        words = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
        process = subprocess.Popen([str(SSHD), "-D", "-e", "-f", "/dev/null", *words])
        for _ in range(100):
            if process.poll() is not None:
                return False
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    self.port, self.process = port, process
                    return True
            time.sleep(0.05)
        process.kill()
        process.wait()
        return False

    def stop(self):
        """Ends it."""
        self.process.kill()
        self.process.wait()

    def know(self, key, name):
        """A file of known hosts that knows one key of this server; none at all without a key."""
        line = f"[127.0.0.1]:{self.port} " + (self.folder / f"{key}.pub").read_text() if key else ""
        (self.folder / name).write_text(line)

    def words(self, folder=None, known="known_hosts", key="user"):
        """How a route to it is added."""
        return (
            f"sftp://root@127.0.0.1:{self.port}/{self.folder / (folder or 'in')}", "--identity-file",
            self.folder / key, "--known-hosts", self.folder / known)


class Stick:
    """A filesystem in a file, mounted through a loop device."""

    UUIDS = {"vfat": "12AB-34CD", "ext4": "6c1f9a52-4c0e-4d2b-9a3f-0123456789ab"}

    def __init__(self, folder, kind, mebibytes=4, label="USB"):
        self.image, self.mount_point, self.kind = folder / f"{kind}.img", folder / f"{kind} stick", kind
        self.mount_point.mkdir(parents=True)
        self.uuid = self.UUIDS[kind]
        run("truncate", "--size", f"{mebibytes}M", self.image)
        options = {
            "vfat": ["-n", label, "-i", "12AB34CD"],
            "ext4": ["-q", "-L", label, "-m", "0", "-O", "^has_journal", "-U", self.uuid]}
        run(f"mkfs.{kind}", *options[kind], self.image)
        self.mount()

    def mount(self, *options):
        """Plugs it in."""
        run("mount", *options, "-o", "loop", "-t", self.kind, self.image, self.mount_point)

    def unmount(self):
        """Pulls it out, whether it is there or not."""
        subprocess.run(["umount", "--quiet", "--lazy", str(self.mount_point)], check=False)

    def remount_read_only(self):
        """As a switch at its side would."""
        run("mount", "-o", "remount,ro", self.mount_point)

    @classmethod
    def kinds(cls, folder):
        """The kinds of filesystem that can be mounted here."""
        found = []
        for kind in cls.UUIDS if IS_ROOT else ():
            try:
                stick = cls(folder / f"probe-{kind}", kind, 2)
            except (subprocess.CalledProcessError, OSError):
                continue
            stick.unmount()
            found.append(kind)
        return found


def rclone_configuration(folder):
    """A configuration with a plain and an encrypted remote of one folder."""
    (folder / "store").mkdir(parents=True)
    secret = run("rclone", "obscure", "a secret that is none").stdout.decode().strip()
    path = folder / "rclone.conf"
    path.write_text(
        f"[plain]\ntype = alias\nremote = {folder}/store\n"
        f"[hidden]\ntype = crypt\nremote = {folder}/store\npassword = {secret}\n")
    return path


def mailbox(folder, last="mv \"$m/tmp/$$\" \"$m/new/$$\""):
    """A Maildir, and a mail system that delivers into it whatever it is given."""
    for name in ("new", "cur", "tmp"):
        (folder / "Maildir" / name).mkdir(parents=True)
    program = folder / "sendmail"
    program.write_text(f"#!/bin/sh\nm='{folder}/Maildir'\ncat > \"$m/tmp/$$\" && {last}\n")
    program.chmod(0o700)
    return folder / "Maildir", program
