"""The vectors in Fixtures/transparency are what their script makes."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import make_transparency_vectors as maker  # noqa: E402


def test_the_file_is_what_the_script_writes():
    with open(maker.FILE, encoding="utf-8") as file:
        assert file.read() == maker.encoded()


def test_the_reference_tree_of_certificate_transparency():
    leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    root = maker.root([maker.leaf(bytes.fromhex(leaf)) for leaf in leaves])
    assert root.hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_the_example_of_the_specification_of_notes():
    # C2SP signed-note, "Example".
    name, identifier, key = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k".split("+", 2)
    content = name.encode() + b"\n" + maker.base64.b64decode(key)
    assert maker.hashlib.sha256(content).digest()[:4].hex() == identifier
