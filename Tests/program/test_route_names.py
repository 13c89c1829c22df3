"""Routes that are one by several names, and books that are none."""

import os
import shutil

import pytest


def add(office, name, *words, **options):
    """Adds a route."""
    return office.run("route", "add", name, *map(str, words), **options)


def test_routes_to_the_same_place_are_named(office):
    add(office, "a", "sftp://one@files.example/x")
    assert "the same way as a" in add(office, "b", "sftp://two@FILES.example.:2222/y").err
    add(office, "m", "--mail", "soumu@example.jp")
    assert "the same way as m" in add(office, "n", "--mail", "Soumu+2@Example.jp").err
    assert office.run("route", "show", "b", "--json").json["sameAs"] == ["a"]


def test_names_and_addresses_of_one_host_are_one_route(office):
    add(office, "a", "sftp://127.0.0.1/in")
    for name, place in (("b", "localhost"), ("c", "[::1]:2222"), ("d", "127.1"), ("e", os.uname().nodename.upper())):
        assert f"{name}: the same way as a" in add(office, name, f"sftp://{place}/in").err
    own = ("--command", "--account", "LOCALHOST", "--put", "p {file} {name}")
    assert "f: the same way as a, b, c, d, e" in add(office, "f", *own).err
    assert "g: no address of files.invalid is known now" in add(office, "g", "sftp://files.invalid/in").err
    told = add(office, "h", "sftp://files.invalid/x", environment={"LC_ALL": "ja_JP.UTF-8"}).err
    assert "アドレスが今は分かりません" in told and "g と同じ経路" in told
    assert office.run("route", "show", "f", "--json").json["identity"] == "host:localhost"


def test_an_alias_of_ssh_is_the_host_that_it_stands_for(office):
    office.write("ssh-config", "Host branch\n  HostName 192.0.2.1\n")
    office.write("bin/ssh", f"#!/bin/sh\nexec {shutil.which('ssh')} -F '{office.home}/ssh-config' \"$@\"\n", 0o700)
    path = {"PATH": f"{office.home}/bin:{os.environ['PATH']}"}
    add(office, "a", "sftp://192.0.2.1/in", environment=path)
    assert "the same way as a" in add(office, "b", "sftp://branch/in", environment=path).err


@pytest.mark.skipif(not shutil.which("rclone"), reason="rclone is installed")
def test_a_remote_over_another_is_the_same_route(office):
    office.write("rclone.conf", "[server]\ntype = sftp\nhost = 127.0.0.2\n[over]\ntype = alias\nremote = server:x\n")
    add(office, "a", "sftp://localhost/in")
    assert "the same way as a" in add(office, "b", "--rclone", "over:y", "--rclone-config", "rclone.conf").err


def test_a_book_that_is_no_file_is_refused_at_once(office):
    book = office.home / ".config/fubako/routes.yaml"
    book.parent.mkdir(parents=True, mode=0o700)
    os.mkfifo(book, 0o600)
    office.run("route", "list", code=10, err="routes.yaml")
    office.run("route", "add", "a", "--folder", "/", code=10, err="routes.yaml")
    book.unlink()
    book.mkdir(mode=0o700)
    office.run("route", "list", code=10, err="routes.yaml")
