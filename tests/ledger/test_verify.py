#!/usr/bin/env python3
"""Tests of `verify.py`: good ledgers and attacked ones, made here with `ssh-keygen` and no part of the program.

Run it with `python3 tests/ledger/test_verify.py`. It needs Python 3.9 and OpenSSH 9.1 or later.

    test_verify.py --corpus DIR   also writes every file that was judged, and what was found, for the program to judge
    test_verify.py --judge DIR    judges the files of the program's own tests instead, and prints what was found
"""

import base64
import contextlib
import functools
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import verify

FOLDER = tempfile.TemporaryDirectory()
# The same question to `ssh-keygen` is asked once: most attacks stand behind the same good entries.
ANSWERS = {}
ASK = verify.Keygen.agrees


def asked_once(keygen, *question):
    if question not in ANSWERS:
        ANSWERS[question] = ASK(keygen, *question)
    return ANSWERS[question]


verify.Keygen.agrees = asked_once
PEOPLE = {
    "d.director": "program_director",
    "c.chair": "chair",
    "m.member": "member",
    "o.coord": "coordinator",
    "k.coach": "coach",
    "a.auditor": "auditor",
    "R-007": "resident",
    "stranger": "chair",
}
ZEROS = "0" * 64
F64 = "f" * 64


def path(name):
    return os.path.join(FOLDER.name, name)


def write(name, content):
    with open(path(name), "wb") as file:
        file.write(content)
    return path(name)


def keygen(*arguments, message=None):
    return subprocess.run(["ssh-keygen", *arguments], input=message, capture_output=True, check=True).stdout


@functools.lru_cache(None)
def key(person, kind="ed25519"):
    """Makes a key of this person's and returns its public half, type and base64; `kind` may name its bits."""
    kind, _, bits = kind.partition(" ")
    keygen("-q", "-t", kind, *(["-b", bits] if bits else []), "-N", "", "-C", "", "-f", path(person))
    with open(path(person) + ".pub", encoding="ascii") as file:
        return " ".join(file.read().split()[:2])


@functools.lru_cache(None)
def signature(message, person, namespace="trellis-ledger", digest="sha512"):
    armour = keygen("-Y", "sign", "-q", "-f", path(person), "-n", namespace, "-O", f"hashalg={digest}", message=message)
    return "".join(armour.decode().split("\n")[1:-2])


def canonical(value):
    """The canonical form of what these tests write: all their names are ASCII, which sorts as UTF-16 does."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def hash_of(line):
    return hashlib.sha256(line).hexdigest()


def line_for(person, roles, options="", kind_and_key=None):
    names = ",".join(f"{person}@{role}" for role in roles)
    return f'{names} namespaces="trellis-ledger"{options} {kind_and_key or key(person)}\n'


def signers(without=(), **changed):
    """A list with everybody but the stranger; `changed` replaces lines by their person's name before the dot."""
    lines = {p.split(".")[-1]: line_for(p, [role]) for p, role in PEOPLE.items() if p != "stranger"}
    lines.update(changed)
    return "".join(line for name, line in lines.items() if name not in without)


DECISION = {
    "epa": "EPA-3",
    "outcome": "entrust",
    "scale": "chen5",
    "level": "3",
    "insufficient_evidence": False,
    "rationale": "Seven ratings by four raters.",
}
EVIDENCE = {"as_of": "2026-11-15", "case_file": "9f" * 32, "facts": [{"label": "Ratings", "n": 7, "shown": "7 by 4"}]}


def recommended(**changed):
    return {"type": "recommendation", **without_none({**DECISION, **changed})}


def determined(seq, agrees=True, **changed):
    decision = without_none({**DECISION, "rationale": "Agreed at the meeting.", **changed})
    return {"type": "determination", "recommendation": seq, "agrees": agrees, "decision": decision}


def goal(**changed):
    return {"type": "goal_set", "text": "Ten blocks", "owner": "k.coach", "due": "2027-05-31", **changed}


def without_none(members):
    return {name: value for name, value in members.items() if value is not None}


class Book:
    """A ledger in the making. Every entry is signed by its actor's key, unless the caller says otherwise."""

    def __init__(self, lines=()):
        self.lines = list(lines)

    def copy(self):
        return Book(self.lines)

    def head(self):
        return hash_of(self.lines[-1]) if self.lines else ZEROS

    def entry(self, person, act, **more):
        seq = len(self.lines) + 1
        role = more.pop("role", PEOPLE[person])
        entry = {
            "v": 2,
            "seq": seq,
            "id": f"id-{seq}",
            "at": f"2026-11-20T18:00:{seq:02}Z",
            "act": act,
            "actor": {"id": person, "role": role},
            "previous": self.head(),
            **more,
        }
        return without_none(entry)

    def add(self, person, act, by=None, sign=(), **more):
        """Adds an entry; `by` signs in the actor's place, and `sign` goes to `signature`."""
        return self.put(self.entry(person, act, **more), by or person, sign)

    def put(self, entry, by, sign=()):
        signed = {**entry, "signature": signature(canonical(entry), by, *sign)}
        self.lines.append(canonical(signed))
        return len(self.lines)

    def checkpoint(self, person="c.chair", **changed):
        act = {"type": "checkpoint", "size": len(self.lines), "root": root([hash_of(line) for line in self.lines])}
        return self.add(person, {**act, **changed})

    def supersede(self, seq, reason="New ratings", hash=None):
        return {"entry": seq, "hash": hash or hash_of(self.lines[seq - 1]), "reason": reason}

    def bytes(self):
        return b"".join(line + b"\n" for line in self.lines)


def root(hashes):
    """The root by the recursive definition of RFC 6962, section 2.1, apart from the verifier's own way."""
    return tree([bytes.fromhex(each) for each in hashes]).hex()


def tree(leaves):
    if len(leaves) < 2:
        return hashlib.sha256(b"\0" + leaves[0] if leaves else b"").digest()
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\1" + tree(leaves[:split]) + tree(leaves[split:])).digest()


def audit_path(index, leaves):
    """The audit path by the recursive definition of RFC 6962, section 2.1.1."""
    if len(leaves) < 2:
        return []
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    if index < split:
        return audit_path(index, leaves[:split]) + [tree(leaves[split:]).hex()]
    return audit_path(index - split, leaves[split:]) + [tree(leaves[:split]).hex()]


@functools.lru_cache(None)
def good():
    """Seventeen entries with the acts that need no committee in the room, and no cut."""
    book = Book()
    book.add("d.director", {"type": "signers_named", "allowed": signers()})
    book.add("c.chair", {"type": "meeting_opened", "meeting": "2026-11", "title": "November"})
    book.add("m.member", {"type": "viewed", "screen": "resident"}, subject="R-007")
    book.add("c.chair", recommended(), subject="R-007", evidence=EVIDENCE)
    book.add("d.director", determined(4), subject="R-007", evidence=EVIDENCE)
    book.add("k.coach", goal(about={"type": "epa", "code": "EPA-3"}), subject="R-007")
    book.add("k.coach", goal(due="2027-08-31"), subject="R-007", supersedes=book.supersede(6))
    closed = {"type": "goal_closed", "entry": 7, "outcome": "done", "reason": "Twelve blocks"}
    book.add("k.coach", closed, subject="R-007")
    book.add("m.member", {"type": "prompt_acknowledged", "prompt": "few-nights", "facts": F64, "reason": "Known"})
    book.add("m.member", recommended(), subject="R-008", evidence=EVIDENCE)
    book.add("o.coord", {"type": "revocation", "entry": 10, "reason": "The wrong resident"}, subject="R-008")
    book.add("m.member", recommended(dissent="Too early", recused=["c.chair"]), subject="R-008", evidence=EVIDENCE)
    deferred = determined(12, False, outcome="defer", level=None, rationale="Not yet: é, 漢, \U0001f600, \u007f\n")
    book.add("d.director", deferred, subject="R-008", evidence=EVIDENCE)
    book.add("k.coach", goal(), subject="R-009")
    book.checkpoint()
    book.add("c.chair", {"type": "meeting_closed", "meeting": "2026-11"})
    book.add("d.director", {"type": "signers_named", "allowed": signers(without=["member"])})
    return book


def asked(*arguments):
    """Runs the verifier in this process and returns its exit code and its JSON."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verify.main([*arguments, "--json"])
    found = json.loads(out.getvalue())
    if CORPUS:
        CORPUS.keep(arguments, code, found)
    return code, found


class Corpus:
    """A folder of all files that were judged, each kept once, with `cases.jsonl`: arguments, exit code and finding."""

    def __init__(self, folder):
        self.folder, self.known = folder, set()
        self.cases = open(os.path.join(folder, "cases.jsonl"), "w", encoding="ascii")

    def keep(self, arguments, code, found):
        files = [word for word in arguments if not word.startswith("--")]
        if not all(os.path.isfile(file) for file in files):
            return
        case = [self.copied(word) if word in files else word for word in arguments]
        if tuple(case) not in self.known:
            self.known.add(tuple(case))
            self.cases.write(json.dumps({"arguments": case, "code": code, **found}) + "\n")

    def copied(self, file):
        with open(file, "rb") as content:
            name = hash_of(content.read())
        kept = os.path.join(self.folder, name)
        if not os.path.exists(kept):
            shutil.copyfile(file, kept)
        return name


CORPUS = None


def judge(folder):
    """Judges every case of `cases.jsonl` in `folder`, and prints one finding a line."""
    os.chdir(folder)
    with open("cases.jsonl", encoding="ascii") as cases:
        for line in cases:
            code, found = asked(*json.loads(line)["arguments"])
            print(json.dumps({"code": code, **found}))


def verdict(content, *arguments):
    code, found = asked(write("ledger.jsonl", content), *arguments)
    return code, found["verdict"], found["entry"], found["entries"], found


class Vectors(unittest.TestCase):
    """The test tree of the Certificate Transparency project (`testonly/constants.go` of transparency-dev/merkle)."""

    INPUTS = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    ROOTS = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]
    # Nodes of the same file that make the audit paths of leaves 0 and 5 in the whole tree.
    PATHS = {
        0: [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
        5: [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    }

    def test_roots(self):
        grown = verify.Tree()
        for size, expected in enumerate(self.ROOTS):
            leaves = [bytes.fromhex(each) for each in self.INPUTS[:size]]
            self.assertEqual((grown.root().hex(), tree(leaves).hex()), (expected, expected))
            if size < 8:
                grown.add(bytes.fromhex(self.INPUTS[size]))

    def test_audit_paths(self):
        inputs = [bytes.fromhex(each) for each in self.INPUTS]
        for index, steps in self.PATHS.items():
            led = verify.root_from([bytes.fromhex(step) for step in steps], verify.leaf(inputs[index]), index, 8)
            self.assertEqual((led.hex(), audit_path(index, inputs)), (self.ROOTS[8], steps))

    def test_every_path_of_every_size_leads_to_its_root_and_no_other_does(self):
        inputs = [bytes([each]) * 32 for each in range(20)]
        for size in range(1, 21):
            for index in range(size):
                steps = [bytes.fromhex(step) for step in audit_path(index, inputs[:size])]
                made = verify.leaf(inputs[index])
                self.assertEqual(verify.root_from(steps, made, index, size), tree(inputs[:size]))
                self.assertIsNone(verify.root_from([*steps, made], made, index, size))
                if steps:
                    self.assertIsNone(verify.root_from(steps[1:], made, index, size))

    def test_canonical_form_of_rfc_8785(self):
        # RFC 8785, section 3.2.3: the members' order; section 3.2.2.2: the escapes.
        order = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
        written = '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}'
        self.assertEqual(verify.canonical(order).decode(), written)
        escapes = {"string": "\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"/\u007f"}
        self.assertEqual(verify.canonical(escapes).decode(), '{"string":"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u007f"}')


class Good(unittest.TestCase):
    def test_the_whole_and_every_head_of_it_are_valid(self):
        content = good().bytes()
        code, found = asked(write("ledger.jsonl", content))
        self.assertEqual((code, found["verdict"], found["entries"]), (0, "valid", 17))
        self.assertEqual((found["head"], found["complete"]), (good().head(), "not shown"))
        for count in (0, 1, 5):
            code, found = asked(write("ledger.jsonl", b"".join(content.splitlines(True)[:count])))
            self.assertEqual((code, found["entries"]), (0, count))
        self.assertEqual(found["head"], hash_of(good().lines[4]))

    def test_completeness(self):
        kept = write("checkpoint", good().lines[14] + b"\n")
        code, found = asked(write("ledger.jsonl", good().bytes()), "--checkpoint", kept, "--require-complete")
        self.assertEqual((code, found["verdict"], found["complete"], found["complete_to"]), (0, "valid", "shown", 15))
        self.assertEqual(asked(path("ledger.jsonl"), "--require-complete")[0], 3)
        cut = write("short.jsonl", b"".join(line + b"\n" for line in good().lines[:14]))
        self.assertEqual(asked(cut)[0], 0)
        code, found = asked(cut, "--checkpoint", kept)
        self.assertEqual((code, found["verdict"], found["complete"], found["entries"]), (1, "broken", "not shown", 14))
        other = good().copy()
        del other.lines[14:]
        other.checkpoint("o.coord")
        self.assertEqual(verdict(other.bytes(), "--checkpoint", kept)[:4], (1, "broken", 15, 14))
        # Of two lines that do not hold, the earlier one decides.
        lines = other.lines
        for at, entry in ((3, 4), (14, 15)):
            bad = Book([*lines[:at], lines[at][:-1] + b" }", *lines[at + 1 :]])
            self.assertEqual(verdict(bad.bytes(), "--checkpoint", kept)[:4], (1, "broken", entry, entry - 1))
        of_another_size, by_a_coach = good().copy(), good().copy()
        of_another_size.checkpoint(size=16)
        by_a_coach.checkpoint("k.coach")
        none = (of_another_size.lines[17], by_a_coach.lines[17], good().lines[3], good().lines[14] * 2)
        for no_checkpoint in (b"", b"{}\n", good().lines[14] + b"\n\n", *(line + b"\n" for line in none)):
            self.assertEqual(
                verdict(good().bytes(), "--checkpoint", write("none", no_checkpoint))[:2], (3, "cannot tell")
            )

    def test_the_verifiers_own_signers(self):
        own = write("own", signers().encode())
        self.assertEqual(verdict(good().bytes(), "--signers", own)[:2], (0, "valid"))
        other_forms = (b"", b"# ours\n", b"\n", b"nonsense\n", signers()[:-1].encode(), b"\xff\n")
        for other in (*other_forms, line_for("k.coach", ["coach"]).encode()):
            own = write("own", other if other in other_forms else signers().encode() + other)
            self.assertEqual(verdict(good().bytes(), "--signers", own)[:2], (3, "cannot tell"), other)
        own = write("own", signers(without=["coach"]).encode())
        self.assertEqual(verdict(good().bytes(), "--signers", own)[:4], (1, "broken", 6, 5))
        own = write("own", signers(coach=line_for("k.coach", ["member"])).encode())
        self.assertEqual(verdict(good().bytes(), "--signers", own)[:3], (1, "broken", 6))

    def test_a_torn_line_breaks_nothing(self):
        whole = good().lines[16]
        cut = b"".join(line + b"\n" for line in good().lines[:16])
        for torn in (b"\0", whole[:100], whole, whole + b"ab", whole[:-1] + b"xy", b"{}x"):
            code, said, entry, count, found = verdict(cut + torn)
            self.assertEqual((code, said, count, found["torn_bytes"]), (0, "valid", 16, len(torn)), torn[-9:])
        self.assertEqual(verdict(cut + whole + b"\x0b")[:4], (1, "broken", 17, 16))

    def test_one_person_with_two_keys_and_two_roles(self):
        key("second")
        book = Book()
        lines = line_for("d.director", ["program_director", "chair"]) + line_for(
            "d.director", ["coach"], "", key("second")
        )
        book.add("d.director", {"type": "signers_named", "allowed": lines}, role="chair")
        book.add("d.director", goal(), role="coach", by="second", subject="R-007")
        self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))
        book.add("d.director", goal(), role="chair", by="second", subject="R-007")
        self.assertEqual(verdict(book.bytes())[:3], (1, "broken", 3))

    def test_the_edges_of_validity_and_of_a_goal(self):
        options = ',valid-after="20261120180000Z",valid-before="20261120180002Z"'
        for at, expected in (("17:59:59", 1), ("18:00:00", 0), ("18:00:02", 0), ("18:00:03", 1)):
            book = Book()
            allowed = signers(coach=line_for("k.coach", ["coach"], options))
            book.add("d.director", {"type": "signers_named", "allowed": allowed})
            book.add("k.coach", goal(), subject="R-007", at=f"2026-11-20T{at}Z")
            self.assertEqual(verdict(book.bytes())[0], expected, at)
        for due, expected in (("2026-11-18", 1), ("2026-11-19", 0), ("2036-11-20", 0), ("2036-11-21", 1)):
            book = Book(good().lines[:1])
            book.add("k.coach", goal(due=due), subject="R-007")
            self.assertEqual(verdict(book.bytes())[0], expected, due)

    def test_the_first_second_that_can_be_written(self):
        book = Book()
        book.add("d.director", {"type": "signers_named", "allowed": signers()}, at="1970-01-01T00:00:00Z")
        self.assertEqual(verdict(book.bytes())[0], 0)


# Every attack is one entry added to the good ledger, which makes its number 18 unless the table says otherwise.

LATER = {"subject": "R-007", "evidence": EVIDENCE}


def attack(person, act, by=None, sign=(), **more):
    return lambda book: book.add(person, act, by=by, sign=sign, **more)


def allowed(text, at="2026-11-21T00:00:00Z"):
    return attack("d.director", {"type": "signers_named", "allowed": text}, at=at)


def viewed(**more):
    return attack("c.chair", {"type": "viewed", "screen": "resident"}, **{"subject": "R-007", **more})


def superseding(seq, act, person="c.chair", subject="R-007", **more):
    return lambda book: book.add(
        person, act, subject=subject, evidence=EVIDENCE, supersedes=book.supersede(seq, **more)
    )


def strings(*parts):
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def weak_key(y=1):
    return "ssh-ed25519 " + base64.b64encode(strings(b"ssh-ed25519", y.to_bytes(32, "little"))).decode()


def resigned(change):
    """Changes the bytes of a good signature."""

    def made(book):
        entry = book.entry("c.chair", {"type": "viewed", "screen": "resident"}, subject="R-007")
        blob = base64.b64decode(signature(canonical(entry), "c.chair"))
        changed = change(blob)
        if isinstance(changed, bytes):
            changed = base64.b64encode(changed).decode()
        book.lines.append(canonical({**entry, "signature": changed}))

    return made


def malleable(blob):
    other = int.from_bytes(blob[-32:], "little") + verify.ORDER
    return blob[:-32] + other.to_bytes(32, "little")


def unused_bits(blob):
    text = base64.b64encode(blob).decode()
    assert text.endswith("==") and text[-3] in "AQgw"
    return text[:-3] + chr(ord(text[-3]) + 1) + "=="


def raw(change):
    """Changes the text of a good line, which is then signed as it stands, canonical or not."""

    def made(book):
        entry = book.entry("c.chair", {"type": "viewed", "screen": "resident"}, subject="R-007")
        unsigned = change(canonical(entry))
        place = unsigned.index(b',"subject"')
        signed = (
            unsigned[:place] + b',"signature":"' + signature(unsigned, "c.chair").encode() + b'"' + unsigned[place:]
        )
        book.lines.append(signed)

    return made


BROKEN = {
    # Sections 1 and 2
    "members out of order": raw(
        lambda line: line.replace(
            b'{"act":{"screen":"resident","type":"viewed"},', b'{"act":{"type":"viewed","screen":"resident"},'
        )
    ),
    "a space between tokens": raw(lambda line: line.replace(b'"v":2', b'"v": 2')),
    "an escape that is not the shortest": raw(lambda line: line.replace(b"R-007", b"R\\u002d007")),
    "a number with a point": raw(lambda line: line.replace(b'"v":2', b'"v":2.0')),
    "a number with an exponent": raw(lambda line: line.replace(b'"v":2', b'"v":2e0')),
    "a number beyond 2^53 - 1": raw(lambda line: line.replace(b'"v":2', b'"v":9007199254740992')),
    "a number of many digits": raw(lambda line: line.replace(b'"v":2', b'"v":' + b"9" * 100_000)),
    "no number": raw(lambda line: line.replace(b'"v":2', b'"v":NaN')),
    "a member twice": raw(lambda line: line.replace(b'"v":2', b'"v":2,"v":2')),
    "a byte-order mark": raw(lambda line: b"\xef\xbb\xbf" + line),
    "bytes that are not UTF-8": raw(lambda line: line.replace(b"resident", b"resident\xff")),
    "a lone surrogate": raw(lambda line: line.replace(b"resident", b"resident\\ud800")),
    "a NUL": raw(lambda line: line.replace(b"resident", b"resident\0")),
    "a carriage return": raw(lambda line: line + b"\r"),
    "something behind the object": raw(lambda line: line + b"{}"),
    "a member with null": raw(lambda line: line.replace(b'"v":2', b'"supersedes":null,"v":2')),
    "a number below zero": raw(lambda line: line.replace(b'"v":2', b'"v":-2')),
    "seq as true": raw(lambda line: line.replace(b'"seq":18', b'"seq":true')),
    "another seq": viewed(seq=19),
    "another previous": viewed(previous=F64),
    "an empty line": lambda book: book.lines.append(b""),
    "deep nesting": lambda book: book.lines.append(b'{"act":' + b"[" * 200_000 + b"]" * 200_000 + b"}"),
    "an enormous text of nothing": lambda book: book.lines.append(b'"' + b"a" * 5_000_000 + b'"'),
    "a list in an object's place": lambda book: book.lines.append(b"[]"),
    # Section 3
    "v as a text": viewed(v="2"),
    "v is absent": viewed(v=None),
    "id with a space": viewed(id="a b"),
    "id of 65 characters": viewed(id="a" * 65),
    "id outside ASCII": viewed(id="é"),
    "at with a fraction": viewed(at="2026-11-20T18:00:00.5Z"),
    "at with an offset": viewed(at="2026-11-20T18:00:00+00:00"),
    "at that the calendar has not": viewed(at="2026-02-30T18:00:00Z"),
    "at with a leap second": viewed(at="2026-12-31T23:59:60Z"),
    "at before 1970": viewed(at="1969-12-31T23:59:59Z"),
    "at in other digits": viewed(at="２026-11-20T18:00:00Z"),
    "a role that there is not": viewed(actor={"id": "c.chair", "role": "dean"}),
    "an actor with a name": viewed(actor={"id": "c.chair", "role": "chair", "name": "C"}),
    "an actor that begins with a dot": viewed(actor={"id": ".chair", "role": "chair"}),
    "subject of 65 characters": viewed(subject="R" * 65),
    "subject is absent": viewed(subject=None),
    "a member that there is not": viewed(note="hello"),
    "a hash in capitals": viewed(evidence={**EVIDENCE, "case_file": "F" * 64}),
    "no signature": lambda book: book.lines.append(
        canonical(book.entry("c.chair", {"type": "viewed", "screen": "a"}, subject="R"))
    ),
    # Section 4
    "a stranger's key": viewed(by="stranger"),
    "another listed person's key": viewed(by="d.director"),
    "a listed key in another role": viewed(role="member"),
    "a revoked key": attack("m.member", {"type": "viewed", "screen": "resident"}, subject="R-007"),
    "a revoked key with an older clock": attack(
        "m.member", {"type": "viewed", "screen": "a"}, subject="R", at="2026-11-20T18:00:01Z"
    ),
    "another namespace": viewed(sign=("file",)),
    "a text that is no signature": resigned(lambda blob: "hello"),
    "base64 with unused bits": resigned(unused_bits),
    "base64 without padding": resigned(lambda blob: base64.b64encode(blob).decode().rstrip("=")),
    "base64 with a line break": resigned(lambda blob: base64.encodebytes(blob).decode()),
    "a changed byte of the signature": resigned(lambda blob: blob[:-40] + bytes([blob[-40] ^ 1]) + blob[-39:]),
    "a signature in another spelling": resigned(malleable),
    "something behind the signature": resigned(lambda blob: blob + b"x"),
    "a signature cut short": resigned(lambda blob: blob[:-1]),
    "a reserved part that is not empty": resigned(
        lambda blob: blob.replace(b"ledger\0\0\0\0\0\0\0\6", b"ledger\0\0\0\1x\0\0\0\6")
    ),
    "a signature without its magic": resigned(lambda blob: b"SSHSIH" + blob[6:]),
    "an empty list": allowed(""),
    "a list without its last line feed": allowed("d.director@chair"),
    "a list with a comment": allowed("# ours\n" + "d.director@chair x\n"),
    # Section 5
    "an act that there is not": attack("c.chair", {"type": "promoted"}, subject="R-007"),
    "an act without a type": attack("c.chair", {"screen": "a"}, subject="R-007"),
    "an act as a text": attack("c.chair", "viewed", subject="R-007"),
    "a member too many in an act": attack("c.chair", {"type": "viewed", "screen": "a", "note": "b"}, subject="R-007"),
    "a member too few in an act": attack("c.chair", {"type": "viewed"}, subject="R-007"),
    "a meeting with a subject": attack(
        "c.chair", {"type": "meeting_opened", "meeting": "m", "title": "t"}, subject="R-007"
    ),
    "an outcome that there is not": attack("c.chair", recommended(outcome="promote", epa="EPA-4"), **LATER),
    "a flag as a number": attack("c.chair", recommended(insufficient_evidence=0, epa="EPA-4"), **LATER),
    "an epa with a space": attack("c.chair", recommended(epa="EPA 4"), **LATER),
    "nobody recused, in words": attack("c.chair", recommended(recused=[], epa="EPA-4"), **LATER),
    "a due day that the calendar has not": attack("k.coach", goal(due="2027-02-29"), subject="R-007"),
    "a goal about something else": attack("k.coach", goal(about={"type": "rotation", "code": "x"}), subject="R-007"),
    "a goal about nothing": attack("k.coach", goal(about={"type": "epa", "code": ""}), subject="R-007"),
    "facts that are no hash": attack(
        "c.chair", {"type": "prompt_acknowledged", "prompt": "p", "facts": "ff", "reason": "r"}
    ),
    # Section 6
    "evidence without a case file": viewed(evidence={"as_of": "2026-11-15", "facts": []}),
    "a fact with a number below zero": viewed(evidence={**EVIDENCE, "facts": [{"label": "a", "shown": "b", "n": -1}]}),
    "a fact with a member too many": viewed(evidence={**EVIDENCE, "facts": [{"label": "a", "shown": "b", "x": 1}]}),
    "a definition without a hash": viewed(
        evidence={**EVIDENCE, "facts": [{"label": "a", "shown": "b", "definition": {"code": "c"}}]}
    ),
    "a definition without an identifier": viewed(
        evidence={**EVIDENCE, "facts": [{"label": "a", "shown": "b", "definition": {"code": "a b", "hash": F64}}]}
    ),
    "a definition with another hash": viewed(
        evidence={**EVIDENCE, "facts": [{"label": "a", "shown": "b", "definition": {"code": "a", "hash": F64[1:]}}]}
    ),
    "evidence of before 1970": viewed(evidence={**EVIDENCE, "as_of": "1969-12-31"}),
    "thresholds that are no hash": viewed(evidence={**EVIDENCE, "thresholds": "x"}),
    # Section 7, rule 2
    "an id twice": viewed(id="id-3"),
    "an empty screen": attack("c.chair", {"type": "viewed", "screen": " - "}, subject="R-007"),
    "an empty reason": attack("c.chair", {"type": "prompt_acknowledged", "prompt": "p", "facts": F64, "reason": "?!"}),
    "an empty title": attack("c.chair", {"type": "meeting_opened", "meeting": "m", "title": ""}),
    "an empty meeting": attack("c.chair", {"type": "meeting_opened", "meeting": "--", "title": "t"}),
    "an empty owner": attack("k.coach", goal(owner="."), subject="R-007"),
    "an empty dissent": attack("c.chair", recommended(dissent=" ", epa="EPA-4"), **LATER),
    "an empty rationale of the director": attack("d.director", determined(4, rationale="…"), **LATER),
    "an empty reason to supersede": superseding(4, recommended(), reason="-"),
    "an auditor with a goal": attack("a.auditor", goal(), subject="R-007"),
    "a coach who recommends": attack("k.coach", recommended(epa="EPA-4"), **LATER),
    "a chair who determines": attack("c.chair", determined(4), **LATER),
    "a coach's list of signers": attack("k.coach", {"type": "signers_named", "allowed": "x\n"}),
    "a chair who revokes a determination": attack(
        "c.chair", {"type": "revocation", "entry": 5, "reason": "r"}, subject="R-007"
    ),
    "a coach's checkpoint": lambda book: book.checkpoint("k.coach"),
    # Rules 3 and 4
    "a decision without evidence": attack("c.chair", recommended(epa="EPA-4"), subject="R-007"),
    "a decision without facts": attack(
        "c.chair", recommended(epa="EPA-4"), subject="R-007", evidence={**EVIDENCE, "facts": []}
    ),
    "a decision without a level": attack("c.chair", recommended(epa="EPA-4", level=None), **LATER),
    "a decision with an empty level": attack("c.chair", recommended(epa="EPA-4", level="-"), **LATER),
    "a decision with an empty scale": attack("c.chair", recommended(epa="EPA-4", scale=""), **LATER),
    "a deferral with a level": attack("c.chair", recommended(epa="EPA-4", outcome="defer"), **LATER),
    # Rules 5 to 7
    "a second recommendation beside the first": attack("c.chair", recommended(), **LATER),
    "a recommendation that supersedes nothing": superseding(4, recommended(epa="EPA-4")),
    "a recommendation that supersedes another's": superseding(12, recommended()),
    "a recommendation that supersedes a determination": superseding(5, recommended()),
    "a hash of another entry in supersedes": superseding(4, recommended(), hash=F64),
    "a view that supersedes": superseding(3, {"type": "viewed", "screen": "a"}),
    "a second determination beside the first": attack("d.director", determined(4), **LATER),
    "a determination on nothing": attack("d.director", determined(3), **LATER),
    "a determination on what was revoked": attack("d.director", determined(10), subject="R-008", evidence=EVIDENCE),
    "a determination on another activity": superseding(5, determined(4, epa="EPA-4"), "d.director"),
    "a determination on itself": superseding(5, determined(18), "d.director"),
    "agrees where it differs": superseding(5, determined(4, level="4"), "d.director"),
    "differs where it agrees": superseding(5, determined(4, False), "d.director"),
    "differs with the same rationale": superseding(
        5, determined(4, False, level="4", rationale="\u2003" + DECISION["rationale"] + " "), "d.director"
    ),
    # Rule 8
    "a revocation of a view": attack("c.chair", {"type": "revocation", "entry": 3, "reason": "r"}, subject="R-007"),
    "a second revocation": attack("c.chair", {"type": "revocation", "entry": 10, "reason": "r"}, subject="R-008"),
    "a revocation for another resident": attack(
        "d.director", {"type": "revocation", "entry": 5, "reason": "r"}, subject="R-008"
    ),
    "a revocation of the program's answer for a resident": attack(
        "c.chair", {"type": "revocation", "entry": 9, "reason": "r"}, subject="R-007"
    ),
    "a revocation without the resident": attack("d.director", {"type": "revocation", "entry": 5, "reason": "r"}),
    "a revocation under a determination": attack(
        "c.chair", {"type": "revocation", "entry": 4, "reason": "r"}, subject="R-007"
    ),
    # Rules 6 and 9
    "a goal closed twice": attack(
        "k.coach", {"type": "goal_closed", "entry": 7, "outcome": "done", "reason": "r"}, subject="R-007"
    ),
    "a goal of another resident closed": attack(
        "k.coach", {"type": "goal_closed", "entry": 14, "outcome": "done", "reason": "r"}, subject="R-007"
    ),
    "a goal carried on that was closed": superseding(7, goal(), "k.coach"),
    "a goal carried on from another resident": superseding(14, goal(), "k.coach"),
    "a goal carried on with another hash": superseding(14, goal(), "k.coach", "R-009", hash=F64),
    # Rule 10
    "a meeting's identifier twice": attack("c.chair", {"type": "meeting_opened", "meeting": "2026-11", "title": "t"}),
    "a meeting closed that is not open": attack("c.chair", {"type": "meeting_closed", "meeting": "2026-11"}),
    # Rule 12
    "a checkpoint of another size": lambda book: book.checkpoint(size=16),
    "a checkpoint of size 0": lambda book: book.checkpoint(size=0),
    "a checkpoint with another root": lambda book: book.checkpoint(root=F64),
    # Rule 13
    "a cut by the chair": attack("c.chair", {"type": "cut", "entries": [[3, 8]], "reason": "r"}),
    "a cut of some entries of a resident": attack("d.director", {"type": "cut", "entries": [[3, 7]], "reason": "r"}),
    "a cut of an entry without a resident": attack("d.director", {"type": "cut", "entries": [[2, 8]], "reason": "r"}),
    "a cut of what no checkpoint stands behind": attack(
        "d.director", {"type": "cut", "entries": [[3, 8], [17, 17]], "reason": "r"}
    ),
    "a cut out of order": attack("d.director", {"type": "cut", "entries": [[6, 8], [3, 5]], "reason": "r"}),
    "a cut with an overlap": attack("d.director", {"type": "cut", "entries": [[3, 6], [6, 8]], "reason": "r"}),
    "a cut that runs backwards": attack("d.director", {"type": "cut", "entries": [[8, 3]], "reason": "r"}),
    "a cut of an entry that is not there": attack(
        "d.director", {"type": "cut", "entries": [[3, 9007199254740991]], "reason": "r"}
    ),
    "a cut of nothing": attack("d.director", {"type": "cut", "entries": [], "reason": "r"}),
    "a cut of triples": attack("d.director", {"type": "cut", "entries": [[3, 4, 8]], "reason": "r"}),
    # Section 8
    "a cut line that no cut names": lambda book: book.lines.append(canonical({"cut": F64, "seq": 18, "v": 2})),
}

# Rule 11, and the form of a list in section 4.
LISTS = {
    "a list without a leader": lambda: signers(without=["director", "chair", "coord"]),
    "a list of leaders whose keys have ended": lambda: line_for(
        "d.director", ["chair"], ',valid-before="20261121000000Z"'
    ),
    "a key on two lines": lambda: signers() + line_for("d.director", ["chair"]),
    "two people on a line": lambda: line_for("d.director@chair,c.chair", ["chair"]),
    "a role twice on a line": lambda: line_for("d.director", ["chair", "chair"]),
    "a role that there is not in a list": lambda: line_for("d.director", ["dean"]),
    "a person without a role": lambda: signers().replace("d.director@program_director", "d.director"),
    "another namespace in a list": lambda: signers().replace('"trellis-ledger"', '"git"'),
    "a list that authorises others": lambda: signers().replace(" namespaces=", " cert-authority,namespaces="),
    "options in another order": lambda: line_for(
        "d.director", ["chair"], ',valid-before="20300101000000Z",valid-after="20200101000000Z"'
    ),
    "a time without Z": lambda: line_for("d.director", ["chair"], ',valid-after="20200101000000"'),
    "a time that the calendar has not": lambda: line_for("d.director", ["chair"], ',valid-after="20200230000000Z"'),
    "the first second of 1970": lambda: line_for("d.director", ["chair"], ',valid-after="19700101000000Z"'),
    "a key that ends before it begins": lambda: line_for(
        "d.director", ["chair"], ',valid-after="20300101000000Z",valid-before="20290101000000Z"'
    ),
    "two spaces": lambda: signers().replace(" ssh-", "  ssh-"),
    "a comment behind a key": lambda: signers().replace("\n", " ours\n"),
    "a line without its line feed": lambda: signers()[:-1],
    "an empty line in a list": lambda: signers() + "\n",
    "a key that is cut short": lambda: line_for("d.director", ["chair"], "", key("d.director")[:-4]),
    "a key of another type than its line says": lambda: signers().replace(
        " ssh-ed25519 ", " sk-ssh-ed25519@openssh.com "
    ),
    "a key with which anybody may sign": lambda: line_for("d.director", ["chair"], "", weak_key()),
    "a key beside the curve": lambda: line_for("d.director", ["chair"], "", weak_key(2)),
}


class Attacked(unittest.TestCase):
    def setUp(self):
        key("stranger")

    def test_every_rule_broken_once(self):
        for name, made in BROKEN.items():
            with self.subTest(name):
                book = good().copy()
                made(book)
                code, said, entry, count, found = verdict(book.bytes())
                self.assertEqual((code, said, entry, count), (1, "broken", 18, 17), found["why"])
                self.assertEqual(found["head"], good().head())

    def test_every_list_of_another_form(self):
        for name, made in LISTS.items():
            with self.subTest(name):
                book = Book(good().lines[:2])
                allowed(made())(book)
                code, said, entry, count, found = verdict(book.bytes())
                self.assertEqual((code, said, entry, count), (1, "broken", 3, 2), found["why"])

    def test_lines_lost_doubled_swapped_and_changed(self):
        lines = good().lines
        changed = lines[3].replace(b"R-007", b"R-008")
        for name, made, entry in (
            ("lost", lines[:4] + lines[5:], 5),
            ("doubled", lines[:5] + lines[4:], 6),
            ("the first lost", lines[1:], 1),
            ("swapped", lines[:4] + [lines[5], lines[4]] + lines[6:], 5),
            ("changed", lines[:3] + [changed] + lines[4:], 4),
            ("two on one line", lines[:4] + [lines[4] + b"\v" + lines[5]] + lines[6:], 5),
        ):
            with self.subTest(name):
                found = verdict(Book(made).bytes())
                self.assertEqual(found[:4], (1, "broken", entry, entry - 1))
        tail = Book(lines[:16] + [lines[16].replace(b"o.coord@", b"o.coorz@")])
        self.assertEqual(verdict(tail.bytes())[:3], (1, "broken", 17))

    def test_the_first_entry_names_signers_and_is_signed_by_one_of_them(self):
        for person, act, more in (
            ("c.chair", {"type": "meeting_opened", "meeting": "m", "title": "t"}, {}),
            ("c.chair", {"type": "viewed", "screen": "s"}, {"subject": "R-007"}),
            ("stranger", {"type": "signers_named", "allowed": signers()}, {}),
        ):
            book = Book()
            book.add(person, act, **more)
            self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 1, 0))
        self.assertEqual(verdict(canonical({"cut": F64, "seq": 1, "v": 2}) + b"\n")[:3], (1, "broken", 1))

    def test_a_key_that_a_list_brings_does_not_sign_that_list(self):
        book = Book(good().lines[:2])
        book.add(
            "o.coord",
            {"type": "signers_named", "allowed": signers(coord=line_for("stranger", ["chair"]))},
            by="stranger",
        )
        self.assertEqual(verdict(book.bytes())[:3], (1, "broken", 3))

    def test_a_second_meeting_while_one_is_open(self):
        book = Book(good().lines[:2])
        book.add("c.chair", {"type": "meeting_opened", "meeting": "m2", "title": "t"})
        self.assertEqual(verdict(book.bytes())[:3], (1, "broken", 3))


# What a committee says in the room, what is decided on it and what the resident answers.

OVERALL = {"progress": "as_expected", "rationale": "On track.", "insufficient_evidence": False}
R7, R8 = {"subject": "R-007"}, {"subject": "R-008"}
SHOWN7, SHOWN8 = {**R7, "evidence": EVIDENCE}, {**R8, "evidence": EVIDENCE}


def plan(*residents):
    kinds = {"role": "member", "faculty": True, "core": True, "votes": True}
    members = [{**kinds, "id": person} for person in ("m.member", "c.chair", "d.director")]
    agenda = [{"resident": resident, "minutes": 6} for resident in residents]
    act = {"type": "meeting_planned", "meeting": "m"}
    return {**act, "plan": {"quorum": {"core": 1, "faculty": 2}, "seed": 0, "members": members, "agenda": agenda}}


def turn(kind, **members):
    return {"type": kind, "meeting": "m", **members}


def overall(**changed):
    return {"type": "overall_recommendation", **without_none({**OVERALL, **changed})}


def overruled(seq, agrees=True, **changed):
    made = without_none({**OVERALL, "rationale": "Agreed.", **changed})
    return {"type": "overall_determination", "recommendation": seq, "agrees": agrees, "overall": made}


def remark(basis="hearsay", text="Calm at night"):
    return turn("remarked", basis=basis, text=text)


def appeal(seq, text="Nights were not counted"):
    return {"type": "appeal_lodged", "determination": seq, "text": text}


def settled(seq, outcome="remitted", reason="Count them"):
    return {"type": "appeal_decided", "appeal": seq, "outcome": outcome, "reason": reason}


def revoked(seq):
    return {"type": "revocation", "entry": seq, "reason": "A slip"}


BEGUN, ENDED, LEFT = turn("review_begun"), turn("review_ended", concluded=True), turn("review_ended", concluded=False)
RELEASED, STATED = {"type": "released"}, {"type": "stated", "text": "I disagree"}
TICKED = {"type": "resident_told", "release": 16, "on": "2026-11-20", "by": "Lin, who coaches"}
STRENGTH = {"type": "strength_named", "text": "Teaches juniors"}
MET = (
    ("c.chair", {"type": "meeting_opened", "meeting": "m", "title": "May"}, {}),
    ("c.chair", plan("R-007", "R-008"), {}),
    ("c.chair", turn("attendance_taken", chair="c.chair", present=["m.member", "c.chair", "d.director"]), {}),
    ("m.member", turn("recused", member="m.member", reason="kin"), R8),
    ("c.chair", BEGUN, R7),  # 6
    ("m.member", remark(), R7),
    ("k.coach", STRENGTH, R7),
    ("c.chair", overall(
        action="none", board={"satisfactory": False, "unsatisfactory": ["EA1", "EA2"]},
        milestones={"PC6": 7, "PC7": 0}, not_assessable=["PC1", "PC10"], dissent="Too early",
    ), SHOWN7),
    ("c.chair", ENDED, R7),
    ("o.coord", BEGUN, R8),  # 11
    ("c.chair", recommended(), SHOWN8),
    ("c.chair", turn("review_begun", reason="A new letter"), R7),
    ("c.chair", LEFT, R7),
    ("d.director", overruled(9, False, milestones={"PC6": 7}, rationale="Not yet"), SHOWN7),
    ("d.director", RELEASED, R7),  # 16
    ("R-007", {"type": "viewed", "screen": "learner copy"}, R7),
    ("R-007", {"type": "release_acknowledged", "release": 16}, R7),
    ("R-007", STATED, R7),
    ("R-007", appeal(15), R7),
    ("d.director", settled(20), R7),  # 21
    ("c.chair", overall(progress=None, insufficient_evidence=True, rationale="Nothing yet"), R8),
    ("c.chair", BEGUN, R8),
)

# The meeting is open and at R-008, who is not determined; R-007 was left, and the last release was answered.
REFUSED = {
    "a turn by a member": ("m.member", BEGUN, R7),
    "a turn to somebody who is not on the agenda": ("c.chair", BEGUN, {"subject": "R-009"}),
    "a turn with an empty reason": ("c.chair", turn("review_begun", reason="-"), R7),
    "a turn of another meeting": ("c.chair", {**BEGUN, "meeting": "n"}, R7),
    "a turn without a resident": ("c.chair", BEGUN, {}),
    "an end where the meeting is not": ("c.chair", LEFT, R7),
    "an end by a member": ("m.member", LEFT, R8),
    "an end that says nothing": ("c.chair", turn("review_ended"), R8),
    "an end with a text": ("c.chair", turn("review_ended", concluded="yes"), R8),
    "a remark where the meeting is not": ("c.chair", remark(), R7),
    "a remark by who is recused": ("m.member", remark(), R8),
    "a remark on another basis": ("c.chair", remark("rumour"), R8),
    "an empty remark": ("c.chair", remark(text="…"), R8),
    "a remark by a coach": ("k.coach", remark(), R8),
    "a strength by who is recused": ("m.member", STRENGTH, R8),
    "a strength by a resident": ("R-007", STRENGTH, R7),
    "a strength by an auditor": ("a.auditor", STRENGTH, R7),
    "an empty strength": ("k.coach", {**STRENGTH, "text": " "}, R7),
    "a goal by a resident": ("R-007", goal(), R7),
    "a prompt answered by a resident": (
        "R-007", {"type": "prompt_acknowledged", "prompt": "p", "facts": F64, "reason": "r"}, R7,
    ),
    "a look at another by a resident": ("R-007", {"type": "viewed", "screen": "s"}, R8),
    "a second overall recommendation": ("c.chair", overall(), SHOWN8),
    "an overall determination by the chair": ("c.chair", overruled(22), SHOWN8),
    "an overall determination on what is superseded by nothing": ("d.director", overruled(9), SHOWN7),
    "an overall determination on an activity": ("d.director", overruled(12), SHOWN8),
    "an overall determination for another": ("d.director", overruled(9), SHOWN8),
    "an overall determination that agrees and differs": ("d.director", overruled(22), SHOWN8),
    "an overall determination that differs and agrees": ("d.director", overruled(22, False, progress=None), SHOWN8),
    "an overall determination without words of its own": (
        "d.director", overruled(22, False, rationale=" Nothing yet"), SHOWN8,
    ),
    "a determination on the overall recommendation": ("d.director", determined(22), SHOWN8),
    "a revocation under an overall determination": ("c.chair", revoked(9), R7),
    "another's strength taken back by a member": ("m.member", revoked(8), R7),
    "a remark taken back for another resident": ("m.member", revoked(7), R8),
    "a remark taken back by a coach": ("k.coach", revoked(7), R7),
    "a release that is taken back": ("d.director", revoked(16), R7),
    "a statement that is taken back": ("c.chair", revoked(19), R7),
    "a revocation of an overall determination by the chair": ("c.chair", revoked(15), R7),
    "a release before all is determined": ("d.director", RELEASED, R8),
    "a release of nothing new": ("d.director", RELEASED, R7),
    "a release by the chair": ("c.chair", RELEASED, R7),
    "a release with words": ("d.director", {**RELEASED, "text": "t"}, R7),
    "a resident told of no release": ("k.coach", TICKED | {"release": 15}, R7),
    "a resident told by nobody": ("k.coach", TICKED | {"by": "-"}, R7),
    "a resident told before the release": ("k.coach", TICKED | {"on": "2020-01-01"}, R7),
    "a resident told on a day to come": ("k.coach", TICKED | {"on": "2090-01-01"}, R7),
    "a resident told on no day": ("k.coach", TICKED | {"on": "today"}, R7),
    "a resident told by an auditor": ("a.auditor", TICKED, R7),
    "another resident told": ("k.coach", TICKED, R8),
    "a release acknowledged twice": ("R-007", {"type": "release_acknowledged", "release": 16}, R7),
    "an acknowledgement of no release": ("R-007", {"type": "release_acknowledged", "release": 15}, R7),
    "an acknowledgement by a member": ("m.member", {"type": "release_acknowledged", "release": 16}, R7),
    "a statement before anything was released": ("c.chair", STATED, R8),
    "a statement about another": ("R-007", STATED, R8),
    "an empty statement": ("R-007", {**STATED, "text": "!"}, R7),
    "a second appeal": ("R-007", appeal(15), R7),
    "an appeal against a recommendation": ("R-007", appeal(9), R7),
    "an appeal of another": ("c.chair", appeal(15), R8),
    "an empty appeal": ("R-007", appeal(15, ""), R7),
    "an appeal decided twice": ("d.director", settled(20), R7),
    "an appeal decided by the resident": ("R-007", settled(20), R7),
    "an appeal that was not lodged": ("d.director", settled(19), R7),
    "an appeal with another end": ("d.director", settled(20, "granted"), R7),
}

# Overall recommendations that are not whole, each as what supersedes entry 22.
NOT_WHOLE = {
    "nothing shown": {"insufficient_evidence": False, "evidence": None},
    "no rationale": {"rationale": None},
    "an empty rationale": {"rationale": "..."},
    "an empty progress": {"progress": ""},
    "an empty action": {"action": "-"},
    "an empty dissent": {"dissent": " "},
    "a member too many": {"level": "3"},
    "a board that agrees beside an attribute": {"board": {"satisfactory": True, "unsatisfactory": ["EA1"]}},
    "a board that says nothing": {"board": {}},
    "no attribute": {"board": {"satisfactory": False, "unsatisfactory": []}},
    "an empty attribute": {"board": {"satisfactory": False, "unsatisfactory": ["?"]}},
    "attributes out of order": {"board": {"satisfactory": False, "unsatisfactory": ["b", "a"]}},
    "an attribute twice": {"board": {"satisfactory": False, "unsatisfactory": ["a", "a"]}},
    "no milestone": {"milestones": {}},
    "a level that milestones do not have": {"milestones": {"PC6": 1}},
    "a level above the highest": {"milestones": {"PC6": 11}},
    "nothing that is not assessable": {"not_assessable": []},
    "not assessable out of order": {"not_assessable": ["PC2", "PC1"]},
    "of two minds": {"milestones": {"PC6": 7}, "not_assessable": ["PC6"]},
}


class Met(unittest.TestCase):
    @staticmethod
    @functools.lru_cache(None)
    def met():
        book = Book()
        book.add("d.director", {"type": "signers_named", "allowed": signers()})
        for person, act, more in MET:
            book.add(person, act, **more)
        return book

    def judged(self, book, expected=None):
        code, said, entry, _, found = verdict(book.bytes())
        wanted = (1, "broken", expected) if expected else (0, "valid", None)
        self.assertEqual((code, said, entry), wanted, found["why"])

    def after(self, *entries, broken=False):
        """Judges the ledger with these entries behind it, of which only the last is broken, if one is."""
        book = self.met().copy()
        for entry in entries:
            person, act, more, *rest = entry
            supersedes = {"supersedes": book.supersede(rest[0])} if rest else {}
            book.add(person, act, **more, **supersedes)
        self.judged(book, len(book.lines) if broken else None)

    def test_the_whole_and_every_head_of_it_are_valid(self):
        for size in range(1, len(self.met().lines) + 1):
            self.judged(Book(self.met().lines[:size]))

    def test_every_rule_broken_once(self):
        for name, attacked in REFUSED.items():
            with self.subTest(name):
                self.after(attacked, broken=True)

    def test_an_answer_to_the_program_s_prompt_is_taken_back(self):
        answer = {"type": "prompt_acknowledged", "prompt": "p", "facts": F64, "reason": "r"}
        here = len(self.met().lines) + 1
        answered, again = ("m.member", answer, {}), ("c.chair", answer, {})
        self.after(answered, ("m.member", revoked(here), {}))
        self.after(answered, ("c.chair", revoked(here), {}))
        self.after(again, ("m.member", revoked(here), {}), broken=True)
        self.after(answered, again, ("c.chair", revoked(here), {}), broken=True)
        self.after(answered, ("m.member", revoked(here), {}), ("m.member", revoked(here), {}), broken=True)
        self.after(answered, ("m.member", revoked(here), R7), broken=True)
        self.after(("m.member", answer, R7), ("m.member", revoked(here), {}), broken=True)

    def test_overall_recommendations_that_are_not_whole(self):
        self.after(("c.chair", overall(), SHOWN8, 22))
        self.after(("m.member", overall(), SHOWN8, 22), broken=True)
        self.after(("c.chair", overall(), SHOWN7, 15), broken=True)
        for name, changed in NOT_WHOLE.items():
            with self.subTest(name):
                evidence = changed.get("evidence", EVIDENCE)
                act = overall(**{key: value for key, value in changed.items() if key != "evidence"})
                act.update({key: value for key, value in changed.items() if value == {}})
                self.after(("c.chair", act, {**R8, "evidence": evidence}, 22), broken=True)

    def test_a_review_is_concluded_by_what_this_meeting_recommends(self):
        concluded = ("c.chair", ENDED, R8)
        self.after(concluded)
        self.after(concluded, ("c.chair", BEGUN, R8), broken=True)
        self.after(concluded, ("c.chair", turn("review_begun", reason="A letter"), R8), ("c.chair", LEFT, R8), (
            "c.chair", BEGUN, R8))
        self.after(("c.chair", revoked(22), R8), concluded, broken=True)
        # At the next meeting, what this one recommended is of before.
        book = self.met().copy()
        book.add("c.chair", turn("meeting_closed"))
        book.add("c.chair", {"type": "meeting_opened", "meeting": "n", "title": "June"})
        book.add("c.chair", {**plan("R-008"), "meeting": "n"})
        attended = turn("attendance_taken", chair="c.chair", present=["c.chair"], meeting="n")
        book.add("c.chair", attended)
        book.add("c.chair", {**BEGUN, "meeting": "n"}, **R8)
        book.add("m.member", {**remark(), "meeting": "n"}, **R8)
        self.judged(book)
        book.add("c.chair", {**ENDED, "meeting": "n"}, **R8)
        self.judged(book, 30)

    def test_what_is_recommended_before_the_meeting_begins_concludes_nothing(self):
        book = Book(self.met().lines[:2])
        book.add("c.chair", overall(), **SHOWN7)
        for person, act, more in MET[1:5]:
            book.add(person, act, **more)
        self.judged(book)
        book.add("c.chair", ENDED, **R7)
        self.judged(book, 8)

    def test_a_turn_before_attendance(self):
        book = Book(self.met().lines[:3])
        book.add("c.chair", BEGUN, **R7)
        self.judged(book, 4)

    def test_what_is_determined_is_released_and_what_is_taken_back_too(self):
        on_the_activity = ("d.director", determined(12), SHOWN8)
        deferred = {"progress": None, "insufficient_evidence": True}
        on_the_whole = ("d.director", overruled(22, **deferred), R8)
        self.after(on_the_activity, ("d.director", RELEASED, R8), broken=True)
        released = (on_the_activity, on_the_whole, ("d.director", RELEASED, R8))
        self.after(*released, ("o.coord", STATED, R8), ("o.coord", appeal(24), R8), ("o.coord", appeal(25), R8))
        self.after(*released, ("d.director", RELEASED, R8), broken=True)
        self.after(("d.director", revoked(15), R7), ("d.director", RELEASED, R7), broken=True)
        again = (("d.director", revoked(15), R7), ("c.chair", revoked(9), R7), ("d.director", RELEASED, R7))
        self.after(*again, ("R-007", {"type": "release_acknowledged", "release": 26}, R7))
        self.after(*again, ("R-007", {"type": "release_acknowledged", "release": 16}, R7), broken=True)
        self.after(*again, ("d.director", RELEASED, R7), broken=True)
        self.after(*released, ("d.director", revoked(24), R8), ("o.coord", appeal(24), R8), broken=True)
        self.after(on_the_activity, ("o.coord", appeal(24), R8), broken=True)

    def test_who_was_told_is_on_record_once_and_may_be_taken_back(self):
        self.after(("k.coach", TICKED, R7))
        self.after(("k.coach", TICKED, R7), ("c.chair", TICKED, R7), broken=True)
        self.after(("k.coach", TICKED, R7), ("c.chair", revoked(24), R7), ("c.chair", TICKED, R7))
        self.after(("m.member", TICKED, R7), ("m.member", revoked(24), R7), ("m.member", revoked(24), R7), broken=True)

    def test_what_was_said_is_taken_back_by_who_said_it_or_who_keeps_the_record(self):
        self.after(("m.member", revoked(7), R7))
        self.after(("o.coord", revoked(7), R7), ("o.coord", revoked(8), R7))
        self.after(("m.member", revoked(7), R7), ("m.member", revoked(7), R7), broken=True)
        answer = {"type": "prompt_acknowledged", "prompt": "p", "facts": F64, "reason": "r"}
        answered = ("m.member", answer, R7)
        self.after(answered, ("m.member", revoked(24), R7))
        self.after(answered, answered, ("m.member", revoked(24), R7), broken=True)
        self.after(answered, answered, ("m.member", revoked(25), R7), ("m.member", revoked(24), R7), broken=True)
        self.after(answered, ("c.chair", {**answer, "prompt": "q"}, R7), ("m.member", revoked(24), R7))
        self.after(answered, ("c.chair", answer, R8), ("m.member", revoked(24), R7))
        closed = {"type": "goal_closed", "entry": 24, "outcome": "done", "reason": "r"}
        agreed = ("m.member", goal(), R7)
        self.after(agreed, ("m.member", revoked(24), R7))
        self.after(agreed, ("c.chair", closed, R7), ("m.member", revoked(24), R7), broken=True)
        self.after(agreed, ("m.member", revoked(24), R7), ("c.chair", closed, R7), broken=True)
        self.after(agreed, ("m.member", revoked(24), R7), ("c.chair", goal(), R7, 24), broken=True)
        # Who is recused for a resident takes nothing back either.
        before = (("m.member", STRENGTH, R7), ("m.member", turn("recused", member="m.member", reason="kin"), R7))
        self.after(*before, ("m.member", revoked(24), R7), broken=True)
        self.after(*before, ("c.chair", revoked(24), R7))

    def test_nothing_of_before_a_cut_counts_after_it(self):
        def cut(*names):
            book = self.met().copy()
            book.checkpoint()
            seqs = [seq for seq, line in enumerate(book.lines, 1) if any(name in line for name in names)]
            book.add("d.director", {"type": "cut", "entries": [[seq, seq] for seq in seqs], "reason": "Seven years"})
            return book, seqs

        def both(book, seqs, expected=None):
            self.judged(book, expected)
            lines = [
                canonical({"cut": hash_of(line), "seq": seq, "v": 2}) if seq in seqs else line
                for seq, line in enumerate(book.lines, 1)
            ]
            self.judged(Book(lines), expected)

        def anew(book):
            """R-007 is decided on and told again, in entries 26 to 28."""
            book.add("c.chair", overall(), **SHOWN7)
            book.add("d.director", overruled(26), **SHOWN7)
            book.add("d.director", RELEASED, **R7)

        seven, eight = b'"subject":"R-007"', b'"subject":"R-008"'
        for person, act, broken in (
            ("d.director", revoked(15), True),
            ("c.chair", revoked(7), True),
            ("c.chair", revoked(8), True),
            ("R-007", appeal(15), True),
            ("R-007", appeal(27), False),
            ("d.director", settled(20), True),
            ("R-007", {"type": "release_acknowledged", "release": 16}, True),
        ):
            book, seqs = cut(seven)
            anew(book)
            book.add(person, act, **R7)
            both(book, seqs, 29 if broken else None)
        book, seqs = cut(seven)
        book.add("R-007", STATED, **R7)
        both(book, seqs, 26)
        # Whom it was at between two turns to R-008, the copy no more says.
        book, seqs = cut(seven)
        book.add("c.chair", ENDED, **R8)
        both(book, seqs)
        # The meeting was at R-008, and knows no more who was recused.
        book, seqs = cut(eight)
        book.add("c.chair", LEFT, **R8)
        both(book, seqs, 26)
        book, seqs = cut(eight)
        book.add("c.chair", BEGUN, **R8)
        book.add("m.member", remark(), **R8)
        both(book, seqs)

    def test_a_receipt_of_what_a_resident_signed(self):
        def receipt(book):
            over_all = book.copy()
            over_all.checkpoint()
            inputs = [bytes.fromhex(hash_of(line)) for line in book.lines]
            item = lambda seq: {"line": book.lines[seq - 1].decode(), "proof": audit_path(seq - 1, inputs)}
            seqs = [seq for seq, line in enumerate(book.lines, 1) if b'"subject":"R-007"' in line]
            made = {
                "v": 2, "resident": "R-007", "checkpoint": over_all.lines[-1].decode(),
                "signers": [item(1)], "entries": [item(seq) for seq in seqs],
            }
            code, found = asked("--receipt", write("receipt", canonical(made) + b"\n"))
            return code, found["verdict"], found["entry"]

        self.assertEqual(receipt(self.met()), (0, "valid", None))
        for person, act in (("R-007", STRENGTH), ("c.chair", revoked(15)), ("c.chair", overruled(9))):
            book = self.met().copy()
            book.add(person, act, **R7)
            self.assertEqual(receipt(book), (1, "broken", 24))
        # Somebody else's key, listed as a resident's of another code.
        book = Book()
        other = line_for("R-008", ["resident"])
        book.add("d.director", {"type": "signers_named", "allowed": signers() + other})
        looks = {"actor": {"id": "R-008", "role": "resident"}, "by": "R-008"}
        book.add("R-007", {"type": "viewed", "screen": "learner copy"}, **looks, **R8)
        self.judged(book)
        book.add("R-007", {"type": "viewed", "screen": "learner copy"}, **looks, **R7)
        self.judged(book, 3)
        self.assertEqual(receipt(book), (1, "broken", 3))


class Curve(unittest.TestCase):
    """Signatures that no stock tool makes, by the reference of RFC 8032, section 6, written for these tests."""

    BASE_Y = 4 * pow(5, -1, verify.PRIME) % verify.PRIME

    @staticmethod
    def sum(a, b):
        p, d = verify.PRIME, verify.CURVE
        product = d * a[0] * b[0] * a[1] * b[1] % p
        x = (a[0] * b[1] + b[0] * a[1]) * pow(1 + product, -1, p) % p
        return x, (a[1] * b[1] + a[0] * b[0]) * pow(1 - product, -1, p) % p

    @classmethod
    def times(cls, scalar):
        p = verify.PRIME
        square = (cls.BASE_Y**2 - 1) * pow(verify.CURVE * cls.BASE_Y**2 + 1, -1, p) % p
        x = pow(square, (p + 3) // 8, p)
        x = x if x * x % p == square else x * pow(2, (p - 1) // 4, p) % p
        point, made = (x if x % 2 == 0 else p - x, cls.BASE_Y), (0, 1)
        while scalar:
            made = cls.sum(made, point) if scalar & 1 else made
            point, scalar = cls.sum(point, point), scalar >> 1
        return (made[1] | (made[0] & 1) << 255).to_bytes(32, "little")

    @classmethod
    def signed(cls, message, nonce=None):
        """Signs with a fixed secret; `nonce` 0 makes the first half the neutral point."""
        secret = hashlib.sha512(b"a key for tests").digest()
        a = (int.from_bytes(secret[:32], "little") & ((1 << 254) - 8)) | (1 << 254)
        if nonce is None:
            nonce = int.from_bytes(hashlib.sha512(secret[32:] + message).digest(), "little") % verify.ORDER
        r, public = cls.times(nonce), cls.times(a)
        h = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little")
        return public, r + ((nonce + h * a) % verify.ORDER).to_bytes(32, "little")

    @classmethod
    def book(cls, kind, nonce=None, behind=b""):
        """One list of signers that names the key of these tests and is signed by it."""
        public, _ = cls.signed(b"")
        blob = strings(kind, public) + (strings(b"ssh:") if kind.startswith(b"sk-") else b"")
        named = f"{kind.decode()} {base64.b64encode(blob).decode()}"
        book = Book()
        entry = book.entry(
            "d.director",
            {"type": "signers_named", "allowed": line_for("d.director", ["chair"], "", named)},
            role="chair",
        )
        message = b"SSHSIG" + strings(b"trellis-ledger", b"", b"sha512", hashlib.sha512(canonical(entry)).digest())
        if kind.startswith(b"sk-"):
            # PROTOCOL.u2f: a token signs the application, a byte of flags, a counter and the message.
            message = hashlib.sha256(b"ssh:").digest() + b"\1\0\0\0\7" + hashlib.sha256(message).digest()
            behind = b"\1\0\0\0\7" + behind
        proof = strings(kind, cls.signed(message, nonce)[1]) + behind
        blob = b"SSHSIG\0\0\0\1" + strings(blob, b"trellis-ledger", b"", b"sha512", proof)
        book.lines.append(canonical({**entry, "signature": base64.b64encode(blob).decode()}))
        return book.bytes()

    def test_the_signer_of_these_tests_makes_signatures(self):
        self.assertEqual(verdict(self.book(b"ssh-ed25519"))[:2], (0, "valid"))

    def test_a_key_on_a_security_token(self):
        kind = b"sk-ssh-ed25519@openssh.com"
        self.assertEqual(verdict(self.book(kind))[:2], (0, "valid"))
        self.assertEqual(verdict(self.book(kind, behind=b"x"))[:2], (1, "broken"))

    def test_a_first_half_of_small_order(self):
        self.assertEqual(verdict(self.book(b"ssh-ed25519", nonce=0))[:2], (1, "broken"))

    def test_points(self):
        self.assertTrue(verify.is_proper(self.times(1)))
        # The eight points of small order, a y that is not reduced, one beside the curve, and other lengths.
        small = [y | sign << 255 for y in verify.SMALL for sign in (0, 1)]
        self.assertEqual(len(verify.SMALL), 5)
        for number in (*small, verify.PRIME + 1, verify.PRIME + 3, 2):
            self.assertFalse(verify.is_proper(number.to_bytes(32, "little")), number)
        self.assertFalse(verify.is_proper(self.times(1)[:31]) or verify.is_proper(b""))
        # Eight times the point of order eight is the neutral one; four times it is not.
        y = verify.EIGHTH
        square = (y * y - 1) * pow(verify.CURVE * y * y + 1, -1, verify.PRIME) % verify.PRIME
        x = pow(square, (verify.PRIME + 3) // 8, verify.PRIME)
        x = x if x * x % verify.PRIME == square else x * pow(2, (verify.PRIME - 1) // 4, verify.PRIME) % verify.PRIME
        twice = self.sum((x, y), (x, y))
        four = self.sum(twice, twice)
        self.assertEqual((four, self.sum(four, four)), ((0, verify.PRIME - 1), (0, 1)))


class OtherKeys(unittest.TestCase):
    """Keys of ECDSA and RSA, made and used by `ssh-keygen`, and of a token that signs by P-256."""

    KINDS = ("ecdsa 256", "ecdsa 384", "rsa 2048", "rsa 3072", "rsa 4096")

    @staticmethod
    def book(kind, change=lambda key, made: made, listed=None, digest="rsa-sha2-512"):
        """One list of signers that names the key and is signed by it, the signature spelt as `change` says."""
        person = kind.replace(" ", "-")
        named = listed or key(person, kind)
        book, act = Book(), {"type": "signers_named", "allowed": line_for("d.director", ["chair"], "", named)}
        entry = book.entry("d.director", act, role="chair")
        parts = verify.Parts(base64.b64decode(signature(canonical(entry), person)), "signature")
        parts.take(10)
        blob, *rest = (parts.string() for _ in range(4))
        proof = verify.Parts(parts.string(), "signature")
        signs_by, made = proof.string(), change(blob, proof.string())
        signs_by = digest.encode() if signs_by.startswith(b"rsa") else signs_by
        blob = b"SSHSIG\0\0\0\1" + strings(blob, *rest, strings(signs_by, made))
        book.lines.append(canonical({**entry, "signature": base64.b64encode(blob).decode()}))
        return book.bytes()

    @staticmethod
    def pair(made):
        parts = verify.Parts(made, "signature")
        return parts.positive(), parts.positive()

    @staticmethod
    def spelt(first, second, zeros=b""):
        return strings(*(zeros + n.to_bytes(n.bit_length() // 8 + 1, "big") for n in (first, second)))

    def lesser(self, blob, made):
        """The spelling that the format has: `ssh-keygen` writes either."""
        if b"ecdsa" not in blob[:24]:
            return made
        order = verify.curve_of(verify.key_type(blob)).order
        first, second = self.pair(made)
        return self.spelt(first, min(second, order - second))

    def greater(self, blob, made):
        order = verify.curve_of(verify.key_type(blob)).order
        first, second = self.pair(made)
        return self.spelt(first, max(second, order - second))

    def test_each_kind_signs(self):
        for kind in self.KINDS:
            with self.subTest(kind):
                self.assertEqual(verdict(self.book(kind, self.lesser))[:2], (0, "valid"))

    def test_another_spelling_is_broken_that_ssh_keygen_takes(self):
        for kind in ("ecdsa 256", "ecdsa 384"):
            for name, change in {
                "the greater": self.greater,
                "a zero in front": lambda blob, made: self.spelt(*self.pair(self.lesser(blob, made)), zeros=b"\0"),
                "something behind": lambda blob, made: self.lesser(blob, made) + b"\0",
                "another text": lambda blob, made: self.spelt(self.pair(made)[0] ^ 1, 1),
                "no number": lambda blob, made: strings(b"", b"\1"),
                "below 0": lambda blob, made: strings(b"\x80", b"\1"),
            }.items():
                with self.subTest(f"{kind}: {name}"):
                    self.assertEqual(verdict(self.book(kind, change))[:2], (1, "broken"))

    def test_an_rsa_signature_has_the_length_of_its_modulus(self):
        kind = "rsa 2048"
        for name, change in {
            "a zero in front": lambda blob, made: b"\0" + made,
            "one byte less": lambda blob, made: made[1:],
            "nothing": lambda blob, made: b"",
            "the modulus more": lambda blob, made: self.plus_modulus(blob, made),
        }.items():
            with self.subTest(name):
                self.assertEqual(verdict(self.book(kind, change))[:2], (1, "broken"))
        for digest in ("rsa-sha2-256", "ssh-rsa"):
            self.assertEqual(verdict(self.book(kind, digest=digest))[:2], (1, "broken"), digest)

    @staticmethod
    def plus_modulus(blob, made):
        parts = verify.Parts(blob, "key")
        parts.string(), parts.positive()
        other = int.from_bytes(made, "big") + parts.positive()
        return other.to_bytes((other.bit_length() + 7) // 8, "big")

    @staticmethod
    def listed(kind, *parts):
        return f"{kind} {base64.b64encode(strings(kind.encode(), *parts)).decode()}"

    def test_keys_that_are_none(self):
        number = lambda n: n.to_bytes(n.bit_length() // 8 + 1, "big")
        point = base64.b64decode(key("ecdsa-256", "ecdsa 256").split()[1])[-65:]
        odd, big = (1 << 2047) + 1, (1 << 8192) + 1
        for name, listed in {
            "1024 bits": key("rsa-1024", "rsa 1024"),
            "2047 bits": self.listed("ssh-rsa", number(65537), number((1 << 2046) + 1)),
            "8193 bits": self.listed("ssh-rsa", number(65537), number(big)),
            "an exponent of 1": self.listed("ssh-rsa", number(1), number(odd)),
            "an even exponent": self.listed("ssh-rsa", number(65536), number(odd)),
            "a great exponent": self.listed("ssh-rsa", number((1 << 32) + 1), number(odd)),
            "an even modulus": self.listed("ssh-rsa", number(65537), number(odd - 1)),
            "a spelling of its own": self.listed("ssh-rsa", b"\0" + number(65537), number(odd)),
            "beside the curve": self.listed("ecdsa-sha2-nistp256", b"nistp256", point[:-1] + bytes([point[-1] ^ 1])),
            "compressed": self.listed("ecdsa-sha2-nistp256", b"nistp256", bytes([2 + point[-1] % 2]) + point[1:33]),
            "another curve": self.listed("ecdsa-sha2-nistp384", b"nistp384", point),
            "another name": self.listed("ecdsa-sha2-nistp256", b"nistp384", point),
            "infinity": self.listed("ecdsa-sha2-nistp256", b"nistp256", b"\0"),
            "something behind": self.listed("ecdsa-sha2-nistp256", b"nistp256", point, b""),
        }.items():
            with self.subTest(name):
                book = good().copy()
                allowed(signers(coach=line_for("k.coach", ["coach"], "", listed)))(book)
                self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))

    def test_a_key_on_a_security_token(self):
        kind, application = "sk-ecdsa-sha2-nistp256@openssh.com", b"ssh:"
        for beside, change, expected in (
            (b"\1\0\0\0\7", min, "valid"),
            (b"\1\0\0\0\7", max, "broken"),
            (b"\1\0\0\0\7x", min, "broken"),
            (b"", min, "broken"),
        ):
            public = Weierstrass.point_bytes(Weierstrass.times(Weierstrass.SECRET))
            book = Book()
            named = self.listed(kind, b"nistp256", public, application)
            act = {"type": "signers_named", "allowed": line_for("d.director", ["chair"], "", named)}
            entry = book.entry("d.director", act, role="chair")
            message = b"SSHSIG" + strings(b"trellis-ledger", b"", b"sha512", hashlib.sha512(canonical(entry)).digest())
            token = hashlib.sha256(application).digest() + beside + hashlib.sha256(message).digest()
            first, second = Weierstrass.signed(token)
            second = change(second, verify.P256.order - second)
            proof = strings(kind.encode(), self.spelt(first, second)) + beside
            blob = strings(kind.encode(), b"nistp256", public, application)
            blob = b"SSHSIG\0\0\0\1" + strings(blob, b"trellis-ledger", b"", b"sha512", proof)
            book.lines.append(canonical({**entry, "signature": base64.b64encode(blob).decode()}))
            self.assertEqual(verdict(book.bytes())[1], expected)


class Weierstrass:
    """P-256, by the formulas of SEC 1, sections 2.2.1 and 4.1.3, written for these tests."""

    BASE = (
        0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
        0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
    )
    SECRET = int.from_bytes(hashlib.sha256(b"a key for tests").digest(), "big")

    @classmethod
    def sum(cls, a, b):
        prime = verify.P256.prime
        if a is None or b is None:
            return a or b
        if a[0] == b[0] and (a[1] + b[1]) % prime == 0:
            return None
        over, under = (3 * a[0] * a[0] - 3, 2 * a[1]) if a == b else (b[1] - a[1], b[0] - a[0])
        slope = over * pow(under, -1, prime) % prime
        x = (slope * slope - a[0] - b[0]) % prime
        return x, (slope * (a[0] - x) - a[1]) % prime

    @classmethod
    def times(cls, scalar):
        made, point = None, cls.BASE
        while scalar:
            made = cls.sum(made, point) if scalar & 1 else made
            point, scalar = cls.sum(point, point), scalar >> 1
        return made

    @staticmethod
    def point_bytes(point):
        return b"\4" + b"".join(half.to_bytes(32, "big") for half in point)

    @classmethod
    def signed(cls, message):
        order, hashed = verify.P256.order, hashlib.sha256(message).digest()
        nonce = int.from_bytes(hashlib.sha256(b"a nonce for tests" + hashed).digest(), "big") % order
        first = cls.times(nonce)[0] % order
        return first, pow(nonce, -1, order) * (int.from_bytes(hashed, "big") + first * cls.SECRET) % order


class CannotTell(unittest.TestCase):
    def test_another_version_is_still_canonical_and_holds_whole_numbers(self):
        for number in ("1.5", "-1", "9007199254740992", " 1"):
            book = good().copy()
            raw(lambda line: line.replace(b'"v":2', f'"v":3,"x":{number}'.encode()))(book)
            self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17), number)

    def then(self, book, good_link=True):
        """Adds an entry behind the one that cannot be judged."""
        more = {} if good_link else {"previous": F64}
        book.add("c.chair", {"type": "viewed", "screen": "s"}, subject="R-007", **more)
        return verdict(book.bytes())[:4]

    def test_kinds_that_the_format_does_not_name(self):
        key("p521", "ecdsa 521")
        for name, made in {
            "another version": viewed(v=3, note="from the future"),
            "version 0": viewed(v=0),
            "sha256": viewed(sign=("trellis-ledger", "sha256")),
            "a P-521 key": viewed(by="p521"),
            "another SSHSIG": resigned(lambda blob: blob[:9] + b"\2" + blob[10:]),
            "a P-521 key in a list": lambda book: allowed(
                signers(coach=line_for("k.coach", ["coach"], "", key("p521", "ecdsa 521")))
            )(book),
        }.items():
            with self.subTest(name):
                book = good().copy()
                made(book)
                self.assertEqual(verdict(book.bytes())[:4], (3, "cannot tell", 18, 17))
                self.assertEqual(self.then(book.copy()), (3, "cannot tell", 18, 17))
                self.assertEqual(self.then(book, good_link=False), (1, "broken", 19, 17))

    def test_a_broken_signature_before_comes_first(self):
        book = good().copy()
        resigned(lambda blob: blob[:-40] + bytes([blob[-40] ^ 1]) + blob[-39:])(book)
        viewed(v=3)(book)
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))

    def test_a_version_changed_by_an_attacker_breaks_the_link(self):
        lines = list(good().lines)
        lines[4] = lines[4].replace(b'"v":2', b'"v":3')
        self.assertEqual(verdict(Book(lines).bytes())[:4], (1, "broken", 6, 4))

    def test_files_that_are_none(self):
        os.mkfifo(path("pipe"))
        missing = ("absent", ".", "pipe", "nul\0", "\udcff", "a" * 5000)
        for name in missing:
            with self.subTest(name):
                code, found = asked(path(name) if name != "." else FOLDER.name)
                self.assertEqual((code, found["verdict"], found["entry"]), (3, "cannot tell", None))
                self.assertEqual(asked("--receipt", path(name))[0], 3)

    def test_no_ssh_keygen(self):
        with mock.patch.dict(globals(), CORPUS=None):
            self.without_ssh_keygen()

    def without_ssh_keygen(self):
        before, ANSWERS_before = os.environ["PATH"], dict(ANSWERS)
        ANSWERS.clear()
        os.environ["PATH"] = FOLDER.name
        try:
            self.assertEqual(verdict(good().bytes())[:2], (3, "cannot tell"))
            # A command of that name that says yes to everything is not believed.
            fake = write("ssh-keygen", b"#!/bin/sh\nexit 0\n")
            os.chmod(fake, 0o755)
            self.assertEqual(verdict(good().bytes())[:2], (3, "cannot tell"))
            os.unlink(fake)
        finally:
            os.environ["PATH"] = before
            ANSWERS.update(ANSWERS_before)


class Cuts(unittest.TestCase):
    @staticmethod
    def recorded():
        book = good().copy()
        book.add("d.director", {"type": "cut", "entries": [[3, 8]], "reason": "Seven years are over"})
        return book

    @staticmethod
    def carried_out(book, named=range(3, 9)):
        lines = [
            canonical({"cut": hash_of(line), "seq": seq, "v": 2}) if seq in named else line
            for seq, line in enumerate(book.lines, 1)
        ]
        return Book(lines)

    def test_a_cut_before_and_after_it_is_carried_out(self):
        book = self.recorded()
        self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))
        code, said, _, count, found = verdict(self.carried_out(book).bytes())
        self.assertEqual((code, said, count, found["head"]), (0, "valid", 18, book.head()))
        kept = write("checkpoint", good().lines[14] + b"\n")
        self.assertEqual(verdict(self.carried_out(book).bytes(), "--checkpoint", kept)[4]["complete"], "shown")

    def test_what_follows_a_cut_is_judged_alike_in_both_copies(self):
        book = self.recorded()
        # What was cut stands no longer: there is nothing to supersede.
        book.add("c.chair", recommended(), **LATER)
        full = book.bytes()
        cut = Book(self.carried_out(self.recorded()).lines + book.lines[18:]).bytes()
        self.assertEqual((verdict(full)[:2], verdict(cut)[:2]), ((0, "valid"), (0, "valid")))

    def test_lines_cut_without_a_name(self):
        book = self.carried_out(self.recorded(), range(3, 10))
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 9, 8))
        book = self.carried_out(good())
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 3, 2))
        # The cut that would name them stands behind a line that does not hold.
        lines = self.carried_out(self.recorded()).lines
        lines[16] = lines[16][:-1] + b" }"
        self.assertEqual(verdict(Book(lines).bytes())[:4], (1, "broken", 3, 2))

    def test_a_cut_whose_own_signature_does_not_hold(self):
        book = good().copy()
        entry = book.entry("d.director", {"type": "cut", "entries": [[3, 8]], "reason": "Seven years are over"})
        other = book.entry("d.director", {"type": "cut", "entries": [[3, 8]], "reason": "Another reason"})
        book.lines.append(canonical({**entry, "signature": signature(canonical(other), "d.director")}))
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))
        self.assertEqual(verdict(self.carried_out(book).bytes())[:4], (1, "broken", 3, 2))

    def test_a_cut_line_before_an_entry_that_cannot_be_judged(self):
        book = self.carried_out(good())
        viewed(v=3)(book)
        self.assertEqual(verdict(book.bytes())[:3], (3, "cannot tell", 18))
        book.add("c.chair", {"type": "viewed", "screen": "s"}, subject="R-010", previous=F64)
        self.assertEqual(verdict(book.bytes())[:3], (1, "broken", 19))

    def test_a_cut_line_in_another_form(self):
        for change in ({"cut": "F" * 64}, {"cut": "f" * 63}, {"cut": F64}, {"seq": 5}, {"why": "x"}, {"cut": None}):
            lines = self.carried_out(self.recorded()).lines
            lines[3] = canonical({**json.loads(lines[3]), **change})
            entry = 5 if change == {"cut": F64} else 4
            # Lines 3 and 4 are cut too, and what names them is no longer reached.
            self.assertEqual(verdict(Book(lines).bytes())[:3], (1, "broken", 3), entry)

    def test_what_an_earlier_cut_named_need_not_be_named_again(self):
        book = self.recorded()
        book.add("c.chair", {"type": "viewed", "screen": "resident"}, subject="R-007")
        book.checkpoint()
        again = {"type": "cut", "entries": [[19, 19]], "reason": "Seven years are over"}
        book.add("d.director", again)
        self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))
        self.assertEqual(verdict(self.carried_out(book, [*range(3, 9), 19]).bytes())[:2], (0, "valid"))
        # An entry of before may be named again, and all that is left has to be named with it.
        for entries, expected in ([[3, 8], [19, 19]], 0), ([[3, 3]], 1):
            other = Book(book.lines[:20])
            other.add("d.director", {**again, "entries": entries})
            self.assertEqual(verdict(other.bytes())[0], expected, entries)

    def test_a_cut_without_a_checkpoint(self):
        book = Book(good().lines[:14])
        book.add("d.director", {"type": "cut", "entries": [[3, 8]], "reason": "r"})
        self.assertEqual(verdict(book.bytes())[:3], (1, "broken", 15))


class SetAside(unittest.TestCase):
    """Lines that do not hold, and the entries that set them aside."""

    def setUp(self):
        key("stranger"), key("d.director")

    @staticmethod
    def act(book, first, **changed):
        """Sets aside what stands from `first` on."""
        stand = book.lines[first - 1 :]
        content = b"".join(line + b"\n" for line in stand) or b"what was taken off"
        act = {"type": "set_aside", "first": first, "lines": len(stand) or 1, "reason": "A writer's slip"}
        return {**act, "hash": hashlib.sha256(content).hexdigest(), **changed}

    @staticmethod
    def bad():
        """Kinds of lines that are no entries, each put behind a good ledger."""

        def forged(book):
            viewed(by="m.member")(book)

        def bare(book):
            book.lines.append(canonical({"previous": book.head(), "seq": len(book.lines) + 1}))

        def lawless(book):
            book.add("c.chair", {"type": "revocation", "entry": 99, "reason": "None"}, subject="R-007")

        def unlinked(book):
            viewed(previous=F64)(book)

        return {
            "signed by another": forged,
            "bare": bare,
            "against a rule": lawless,
            "unlinked": unlinked,
            "a number twice": lambda book: book.lines.append(book.lines[-1]),
            "no text": lambda book: book.lines.append(b"\xff\x00 no text"),
            "nothing": lambda book: book.lines.append(b""),
            "cut by nobody": lambda book: book.lines.append(
                canonical({"cut": F64, "seq": len(book.lines) + 1, "v": 2})
            ),
        }

    def test_what_was_taken_off_is_named(self):
        for person, expected in (("c.chair", "valid"), ("o.coord", "valid"), ("k.coach", "broken")):
            book = good().copy()
            book.add(person, self.act(book, 18))
            self.assertEqual(verdict(book.bytes())[1], expected, person)
        for changed in ({"first": 17}, {"first": 19}, {"lines": 0}, {"hash": "f"}, {"reason": "-"}, {"why": "x"}):
            book = good().copy()
            book.add("c.chair", {**self.act(book, 18), **changed})
            self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17), changed)
        book = good().copy()
        book.add("c.chair", self.act(book, 18), subject="R-007")
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))

    def test_what_stands_there_is_no_entry(self):
        for name, bad in self.bad().items():
            for times in (1, 3):
                with self.subTest(f"{name}, {times} times"):
                    book = good().copy()
                    for _ in range(times):
                        bad(book)
                    self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))
                    book.add("c.chair", self.act(book, 18))
                    self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))
                    # The ledger goes on, and a checkpoint stands for all lines.
                    book.checkpoint()
                    viewed()(book)
                    self.assertEqual(verdict(book.bytes())[:4], (0, "valid", None, 17 + times + 3))
                    bad(book)
                    book.add("o.coord", self.act(book, 18 + times + 3))
                    viewed()(book)
                    self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))

    def test_what_does_not_set_it_aside(self):
        bad = self.bad()["signed by another"]
        for name, made in {
            "another hash": lambda book: book.add("c.chair", self.act(book, 18, hash=F64)),
            "a line less": lambda book: book.add("c.chair", {**self.act(book, 18), "lines": 1}),
            "a line more": lambda book: book.add("c.chair", self.act(book, 17)),
            "no keeper": lambda book: book.add("k.coach", self.act(book, 18)),
            "another key": lambda book: book.add("c.chair", self.act(book, 18), by="stranger"),
            "not the next hash": lambda book: book.add("c.chair", self.act(book, 18), previous=F64),
            "its own place": lambda book: book.add("c.chair", self.act(book, 20)),
        }.items():
            with self.subTest(name):
                book = good().copy()
                bad(book), bad(book)
                made(book)
                self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))
                # Another does, whatever stands before it.
                book.add("c.chair", self.act(book, 18))
                self.assertEqual(verdict(book.bytes())[:2], (0, "valid"))

    def test_what_holds_is_not_set_aside(self):
        for first in (1, 2, 17):
            book = good().copy()
            book.add("c.chair", self.act(book, first))
            self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 18, 17))

    def test_what_nobody_can_tell_is_not_set_aside(self):
        book = good().copy()
        viewed(v=3)(book)
        book.add("c.chair", self.act(book, 18))
        self.assertEqual(verdict(book.bytes())[:4], (3, "cannot tell", 18, 17))

    def test_the_first_entry_and_all_behind_it(self):
        book = Book([b"nonsense"])
        book.add("d.director", self.act(book, 1))
        self.assertEqual(verdict(book.bytes())[:4], (1, "broken", 1, 0))

    def test_what_the_verifiers_own_list_lacks_is_not_set_aside(self):
        book = good().copy()
        self.bad()["bare"](book)
        book.add("c.chair", self.act(book, 18))
        own = write("own.signers", signers(without=["chair"]).encode())
        found = verdict(book.bytes(), "--signers", own)
        self.assertEqual(found[:4], (1, "broken", 2, 1))


class Receipts(unittest.TestCase):
    """The receipt of R-007 at the checkpoint of the good ledger, entry 15, of the fourteen entries before it."""

    SIZE = 14

    def item(self, seq, lines=None):
        lines = lines or good().lines
        inputs = [bytes.fromhex(hash_of(line)) for line in lines[: self.SIZE]]
        return {"line": lines[seq - 1].decode(), "proof": audit_path(seq - 1, inputs)}

    def receipt(self, **changed):
        made = {
            "v": 2,
            "resident": "R-007",
            "checkpoint": good().lines[14].decode(),
            "signers": [self.item(1)],
            "entries": [self.item(seq) for seq in range(3, 9)],
        }
        return without_none({**made, **changed})

    def found(self, receipt, *arguments, end=b"\n"):
        code, found = asked("--receipt", write("receipt", canonical(receipt) + end), *arguments)
        return code, found["verdict"], found["entry"], found["entries"]

    def test_a_good_receipt(self):
        self.assertEqual(self.found(self.receipt()), (0, "valid", None, 6))
        own = write("own", signers().encode())
        self.assertEqual(self.found(self.receipt(), "--signers", own)[0], 0)
        own = write("own", signers(without=["coach"]).encode())
        self.assertEqual(self.found(self.receipt(), "--signers", own), (1, "broken", 6, 3))

    def test_a_receipt_may_leave_out_and_does_not_show_it(self):
        self.assertEqual(self.found(self.receipt(entries=[self.item(4)])), (0, "valid", None, 1))

    def test_attacked_receipts(self):
        entries = self.receipt()["entries"]
        proof = [
            entries[1]["proof"][0][:-1] + "0" if entries[1]["proof"][0][-1] != "0" else F64,
            *entries[1]["proof"][1:],
        ]
        cases = {
            "another resident's entry": ({"entries": [*entries, self.item(10)]}, 10, 6),
            "an entry about nobody": ({"entries": [self.item(2), *entries]}, 2, 0),
            "another resident": ({"resident": "R-008"}, 3, 0),
            "a wrong proof": ({"entries": [entries[0], {**entries[1], "proof": proof}]}, 4, 1),
            "a proof that is too long": ({"entries": [{**entries[0], "proof": [*entries[0]["proof"], F64]}]}, 3, 0),
            "a proof of another entry": ({"entries": [{**entries[0], "proof": entries[1]["proof"]}]}, 3, 0),
            "out of order": ({"entries": [entries[1], entries[0]]}, 3, 1),
            "twice": ({"entries": [entries[0], entries[0]]}, 3, 1),
            "without signers": ({"signers": []}, None, 0),
            "without the first signers": ({"signers": [self.item(4)]}, 4, 0),
            "something else among the signers": ({"signers": [self.item(1), self.item(2)]}, 2, 0),
            "no checkpoint": ({"checkpoint": good().lines[3].decode()}, None, 0),
            "an entry behind the checkpoint": (
                {"entries": [*entries, {"line": good().lines[16].decode(), "proof": []}]},
                17,
                6,
            ),
            "a member too many": ({"note": "x"}, None, 0),
            "a member too few": ({"resident": None}, None, 0),
            "a line with its line feed": ({"checkpoint": good().lines[14].decode() + "\n"}, None, 0),
        }
        for name, (changed, entry, count) in cases.items():
            with self.subTest(name):
                self.assertEqual(self.found(self.receipt(**changed)), (1, "broken", entry, count))
        self.assertEqual(self.found(self.receipt(), end=b""), (1, "broken", None, 0))
        self.assertEqual(self.found(self.receipt(v=3))[:2], (3, "cannot tell"))

    def test_a_checkpoint_that_is_not_signed_by_one_of_them(self):
        for by, sign, entry in (("stranger", (), 15), ("c.chair", ("file",), 15)):
            book = Book(good().lines[:14])
            act = {"type": "checkpoint", "size": 14, "root": root([hash_of(line) for line in book.lines])}
            book.add("c.chair", act, by=by, sign=sign)
            found = self.found(self.receipt(checkpoint=book.lines[14].decode()))
            self.assertEqual(found, (1, "broken", entry, 6))

    def test_kinds_that_the_format_does_not_name(self):
        key("p521", "ecdsa 521")
        for more in ({"by": "p521"}, {"sign": ("trellis-ledger", "sha256")}, {"v": 3}):
            book = Book(good().lines[:14])
            act = {"type": "checkpoint", "size": 14, "root": root([hash_of(line) for line in book.lines])}
            book.add("c.chair", act, **more)
            found = self.found(self.receipt(checkpoint=book.lines[14].decode()))
            self.assertEqual(found[:2], (3, "cannot tell"), more)
        # What is wrong in another way is wrong, whatever kind of key signed it.
        book = Book(good().lines[:14])
        book.add("k.coach", act, by="p521")
        self.assertEqual(self.found(self.receipt(checkpoint=book.lines[14].decode()))[:2], (1, "broken"))

    def test_a_forged_entry_in_a_tree_of_its_own(self):
        lines = list(good().lines[:14])
        lines[4] = lines[4].replace(b"Agreed at", b"Refused at")
        forged = Book(lines)
        forged.checkpoint("c.chair")
        entries = [self.item(seq, forged.lines) for seq in (4, 5)]
        changed = {"entries": entries, "signers": [self.item(1, forged.lines)], "checkpoint": forged.lines[14].decode()}
        self.assertEqual(self.found(self.receipt(**changed)), (1, "broken", 5, 1))


class Consistent(unittest.TestCase):
    """Proofs that one checkpoint goes on from another."""

    @staticmethod
    @functools.lru_cache(None)
    def book():
        book = good().copy()
        book.checkpoint()
        for _ in range(9):
            viewed()(book)
        book.checkpoint()
        return book

    @classmethod
    def definition(cls, older, leaves, whole=True):
        """The proof by the recursive definition of RFC 9162, section 2.1.4.1."""
        if older == len(leaves):
            return [] if whole else [tree(leaves)]
        split = 1
        while split * 2 < len(leaves):
            split *= 2
        if older <= split:
            return cls.definition(older, leaves[:split], whole) + [tree(leaves[split:])]
        return cls.definition(older - split, leaves[split:], False) + [tree(leaves[:split])]

    def made(self, older=15, newer=28, **changed):
        lines = self.book().lines
        leaves = [bytes.fromhex(hash_of(line)) for line in lines[: newer - 1]]
        item = lambda seq: {"line": lines[seq - 1].decode(), "proof": audit_path(seq - 1, leaves)}
        proof = [step.hex() for step in self.definition(older - 1, leaves)]
        lists = [seq for seq in (1, 17) if seq < newer]
        made = {"v": 2, "older": lines[older - 1].decode(), "newer": lines[newer - 1].decode(), "proof": proof}
        return {**made, "signers": [item(seq) for seq in lists], **changed}

    def found(self, made, end=b"\n"):
        code, found = asked("--consistency", write("consistency", canonical(made) + end))
        return code, found["verdict"]

    def test_published_proofs(self):
        hashes = [bytes.fromhex(each) for each in Vectors.ROOTS]
        proof = lambda *steps: [bytes.fromhex(step) for step in steps]
        for older, newer, steps in (
            (1, 8, proof("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                         "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                         "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")),
            (6, 8, proof("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                         "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")),
            (2, 5, proof("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                         "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")),
        ):
            self.assertTrue(verify.goes_on(steps, older, hashes[older], newer, hashes[newer]))
            self.assertFalse(verify.goes_on(steps, older, hashes[older], newer, hashes[newer - 1]))

    def test_good_proofs(self):
        for older, newer in ((15, 28), (15, 18), (18, 28)):
            self.assertEqual(self.found(self.made(older, newer)), (0, "valid"), (older, newer))

    def test_attacked_proofs(self):
        good, lines = self.made(), self.book().lines
        for name, changed in {
            "no proof": {"proof": []},
            "a step less": {"proof": good["proof"][1:]},
            "a step more": {"proof": [*good["proof"], F64]},
            "another step": {"proof": [F64, *good["proof"][1:]]},
            "turned": {"older": good["newer"], "newer": good["older"]},
            "the same": {"older": good["newer"]},
            "another older one": {"older": lines[17].decode()},
            "no checkpoint": {"older": lines[3].decode()},
            "no lists": {"signers": []},
            "a list less": {"signers": good["signers"][1:]},
            "another member": {"x": 1},
            "another line": {"older": good["older"].replace("2026-11-20", "2026-11-21", 1)},
        }.items():
            with self.subTest(name):
                self.assertEqual(self.found({**good, **changed}), (1, "broken"))
        self.assertEqual(self.found(good, end=b""), (1, "broken"))
        self.assertEqual(self.found({**good, "v": 3}), (3, "cannot tell"))

    def test_a_checkpoint_of_a_forged_tree(self):
        book = Book(self.book().lines[:15])
        viewed()(book)
        book.checkpoint(root=F64)
        made = {**self.made(), "newer": book.lines[-1].decode()}
        self.assertEqual(self.found(made), (1, "broken"))


class Hostile(unittest.TestCase):
    """The command itself, as a stranger calls it, and bytes that nobody would write."""

    def test_the_command(self):
        command = [sys.executable, verify.__file__]
        good_file, bad_file = write("good", good().bytes()), write("bad", good().bytes()[1:])
        for arguments, code, words in (
            ([good_file], 0, "valid: 17 entries hold"),
            ([bad_file], 1, "broken: entry 1: "),
            ([path("absent")], 3, "cannot tell: "),
            ([good_file, "--require-complete"], 3, "complete: not shown"),
            ([], 2, ""),
            ([good_file, "--receipt", good_file], 2, ""),
            ([good_file, "--no-signatures"], 2, ""),
        ):
            done = subprocess.run(command + arguments, capture_output=True, text=True)
            self.assertEqual(done.returncode, code, done)
            self.assertIn(words, done.stdout)
            self.assertNotIn("Traceback", done.stderr)

    def test_no_changed_byte_goes_unseen(self):
        content, chance = good().bytes(), random.Random(8785)
        for _ in range(500):
            place = chance.randrange(len(content))
            changed = content[:place] + bytes([content[place] ^ 1 << chance.randrange(8)]) + content[place + 1 :]
            # Nothing names the hash of the last line: there, a version or a kind may be changed into an unknown one.
            last = place > content.rindex(b"\n", 0, -1)
            self.assertIn(
                verdict(changed)[1], ("broken", "cannot tell") if last else ("broken",), (place, changed[place])
            )

    def test_nonsense_has_a_verdict(self):
        chance = random.Random(6962)
        pieces = [
            b"{",
            b"}",
            b"[",
            b'"',
            b":",
            b",",
            b"\n",
            b"\\u",
            b"\0",
            b"\xff",
            b"9",
            b"-",
            b"seq",
            *good().lines[:3],
        ]
        for _ in range(300):
            content = b"".join(chance.choices(pieces, k=chance.randrange(1, 30)))
            self.assertIn(verdict(content)[0], (0, 1, 3))
            self.assertEqual(asked("--receipt", path("ledger.jsonl"))[0], 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--judge"]:
        judge(sys.argv[2])
    else:
        if sys.argv[1:2] == ["--corpus"]:
            CORPUS = Corpus(sys.argv[2])
            del sys.argv[1:3]
        unittest.main()
