#!/usr/bin/env python3
"""Verifies a ledger, a checkpoint, a receipt or a proof of consistency without the program that wrote it.

This is a second verifier, written from `docs/ledger-format.md` alone and in the order of its sections. It needs
Python 3.9 or later, nothing outside its standard library, and the command `ssh-keygen` of OpenSSH 9.1 or later,
which alone decides whether a signature is one.

    verify.py LEDGER [--checkpoint FILE] [--signers FILE] [--require-complete] [--json]
    verify.py --receipt FILE [--signers FILE] [--json]
    verify.py --consistency FILE [--signers FILE] [--json]

It ends with 0 where the ledger is valid, 1 where it is broken, 2 where it was called wrongly, and 3 where it cannot
tell (or where completeness was required and not shown).
"""

import argparse
import base64
import binascii
import functools
import hashlib
import json
import os
import re
import stat
import subprocess
import sys
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

NAMESPACE = "trellis-ledger"


class Broken(Exception):
    """A line breaks a rule of the format."""


class CannotTell(Exception):
    """A line, a key or a file is of a kind that this verifier does not understand."""


# Section 1: the file ------------------------------------------------------------------------------------------------

GREATEST = 2**53 - 1


def bytes_of(path):
    """Returns the bytes of a plain file; a folder, a pipe or a device is refused before it can block."""
    # Without O_NONBLOCK, opening a pipe that nobody writes to would wait for ever.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with open(path, "rb", opener=lambda name, _: os.open(name, flags)) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise CannotTell(f"{path!a} is not a plain file")
            return file.read()
    except (OSError, ValueError) as error:
        raise CannotTell(f"{path!a} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    except MemoryError:
        raise CannotTell(f"{path!a} is larger than the memory of this machine") from None


def lines_of(content):
    """Splits a file into its lines and what follows the last line feed, which is a torn line if it is not empty."""
    *lines, torn = content.split(b"\n")
    return lines, torn


def whole(digits):
    # The length is looked at first: Python would spend long on a number of a million digits.
    if len(digits) > 16 or not 0 <= int(digits) <= GREATEST:
        raise Broken("a number is not from 0 to 2^53 - 1")
    return int(digits)


def no_fraction(_):
    raise Broken("a number is not a whole number")


def no_duplicates(pairs):
    if len({name for name, _ in pairs}) < len(pairs):
        raise Broken("an object has the same member twice")
    return dict(pairs)


READER = json.JSONDecoder(
    object_pairs_hook=no_duplicates, parse_int=whole, parse_float=no_fraction, parse_constant=no_fraction
)


def in_order(value):
    """Returns `value` with the members of every object sorted by the UTF-16 code units of their names."""
    if isinstance(value, dict):
        return {name: in_order(value[name]) for name in sorted(value, key=lambda name: name.encode("utf-16-be"))}
    return [in_order(item) for item in value] if isinstance(value, list) else value


def canonical(value):
    """Writes `value` by RFC 8785; for texts and whole numbers, Python's shortest escapes are those of the RFC."""
    return json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def object_of(line):
    """Reads one line, which must be one JSON object in canonical form."""
    try:
        value = READER.decode(line.decode("utf-8"))
        same = isinstance(value, dict) and canonical(value) == line
    except RecursionError:
        raise Broken("the line is nested too deeply") from None
    except UnicodeError:
        raise Broken("the line is not Unicode text") from None
    except ValueError as error:
        raise Broken(f"the line is not JSON: {getattr(error, 'msg', error)}") from None
    if not same:
        raise Broken("the line is not one JSON object in the canonical form of RFC 8785")
    return value


# Section 2: hashes --------------------------------------------------------------------------------------------------

NOTHING = "0" * 64


def sha256(data):
    return hashlib.sha256(data).digest()


def leaf(entry_hash):
    return sha256(b"\x00" + entry_hash)


def node(left, right):
    return sha256(b"\x01" + left + right)


class Tree:
    """The Merkle tree of RFC 6962, kept as the roots of its full subtrees, from the largest to the smallest."""

    def __init__(self):
        self.size, self.full = 0, []

    def add(self, entry_hash):
        made, self.size = leaf(entry_hash), self.size + 1
        # Each trailing zero of the new size means that two subtrees of one height have become one.
        for _ in range((self.size & -self.size).bit_length() - 1):
            made = node(self.full.pop(), made)
        self.full.append(made)

    def root(self):
        if not self.full:
            return sha256(b"")
        *larger, root = self.full
        for left in reversed(larger):
            root = node(left, root)
        return root


def root_from(path, hash_of_leaf, index, size):
    """Returns the root that an audit path leads to (RFC 6962, section 2.1.1), or None if it has another length."""
    if size == 1:
        return None if path else hash_of_leaf
    if not path:
        return None
    split = 1 << ((size - 1).bit_length() - 1)
    if index < split:
        left = root_from(path[:-1], hash_of_leaf, index, split)
        return left and node(left, path[-1])
    right = root_from(path[:-1], hash_of_leaf, index - split, size - split)
    return right and node(path[-1], right)


def goes_on(proof, first, first_root, second, second_root):
    """Says whether a proof leads from an older root to a newer one (RFC 9162, section 2.1.4.2)."""
    path = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    if not proof:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    of_first = of_second = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            of_first, of_second = node(other, of_first), node(other, of_second)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            of_second = node(of_second, other)
        at, last = at >> 1, last >> 1
    return last == 0 and (of_first, of_second) == (first_root, second_root)


# Section 3: an entry ------------------------------------------------------------------------------------------------

ROLES = ("chair", "member", "program_director", "coordinator", "coach", "auditor", "resident")
LEADERS = ("chair", "program_director", "coordinator")
PERSON = r"[A-Za-z0-9][A-Za-z0-9._+@-]{0,63}"


def text(value, where):
    if not isinstance(value, str):
        raise Broken(f"`{where}` is not a text")


def flag(value, where):
    if not isinstance(value, bool):
        raise Broken(f"`{where}` is neither true nor false")


def number(least, most=GREATEST):
    def check(value, where):
        # In Python, True is a number.
        if type(value) is not int or not least <= value <= most:
            raise Broken(f"`{where}` is not a whole number from {least} to {most}")

    return check


def matching(pattern, words):
    def check(value, where):
        text(value, where)
        if not re.fullmatch(pattern, value):
            raise Broken(f"`{where}` is not {words}")

    return check


def one_of(*names):
    return matching("|".join(names), "one of " + ", ".join(names))


def list_of(kind, least=0):
    def check(value, where):
        if not isinstance(value, list) or len(value) < least:
            raise Broken(f"`{where}` is not a list" + (f" of at least {least}" if least else ""))
        for item in value:
            kind(item, where)

    return check


def map_of(kind):
    """Checks an object that is not empty, by identifiers that the format does not know."""

    def check(value, where):
        if not isinstance(value, dict) or not value:
            raise Broken(f"`{where}` is not an object with at least one member")
        for name, item in value.items():
            IDENTIFIER(name, where)
            kind(item, where)

    return check


def set_of(kind):
    """Checks a list that is not empty, in the order of its code points, with nothing twice."""

    def check(value, where):
        list_of(kind, 1)(value, where)
        need(value == sorted(set(value)), f"`{where}` is not in order, or has something twice")

    return check


def half_steps(value, where):
    number(0, 10)(value, where)
    need(value != 1, f"`{where}` has a level that milestones do not have")


def only_true(value, where):
    need(value is True, f"`{where}` is not true")


def members(required, optional=()):
    """Checks an object: every required member, perhaps an optional one, and no other."""
    kinds = {**required, **dict(optional)}

    def check(value, where):
        if not isinstance(value, dict):
            raise Broken(f"`{where}` is not an object")
        for name in value:
            if name not in kinds:
                raise Broken(f"`{where}` has a member that the format does not know: {name[:40]!a}")
        for name in required:
            if name not in value:
                raise Broken(f"`{where}` has no `{name}`")
        for name, found in value.items():
            kinds[name](found, name)

    return check


def time_of(value, form, where):
    """Reads a time, or a day, that the calendar has; years 1970 to 9999."""
    try:
        # strptime alone would also take single digits and spaces.
        found = datetime.strptime(value, form)
        if found.strftime(form) == value and found.year >= 1970:
            return found
    except ValueError:
        pass
    raise Broken(f"`{where}` is not a time that the calendar has")


def time(value, where):
    matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", "a time in UTC")(value, where)
    time_of(value, "%Y-%m-%dT%H:%M:%SZ", where)


def day(value, where):
    matching(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day")(value, where)
    time_of(value, "%Y-%m-%d", where)


HASH = matching("[0-9a-f]{64}", "64 lower-case hexadecimal digits")
IDENTIFIER = matching("[!-~]{1,64}", "1 to 64 printable ASCII characters without spaces")
POSITION = number(1)


def check_version(value):
    if type(value.get("v")) is int and value["v"] != 2:
        raise CannotTell(f"it is in version {value['v']} of the format")


def entry_of(line):
    """Reads a line as an entry by section 3, its act by section 5 and its evidence by section 6."""
    entry = object_of(line)
    check_version(entry)
    ENTRY(entry, "entry")
    check_subject(entry)
    return entry


# Section 4: signatures and signers ----------------------------------------------------------------------------------

# What a key of each type signs by, and on which curve an ECDSA key lies.
SIGNS_BY = {
    "ssh-ed25519": "ssh-ed25519",
    "sk-ssh-ed25519@openssh.com": "sk-ssh-ed25519@openssh.com",
    "ecdsa-sha2-nistp256": "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384": "ecdsa-sha2-nistp384",
    "sk-ecdsa-sha2-nistp256@openssh.com": "sk-ecdsa-sha2-nistp256@openssh.com",
    "ssh-rsa": "rsa-sha2-512",
}
SIGNER = re.compile(
    r'(?P<names>[^ ]+) namespaces="trellis-ledger"'
    r'(?:,valid-after="(?P<after>[0-9]{14}Z)")?(?:,valid-before="(?P<before>[0-9]{14}Z)")? '
    r"(?P<type>[^ ]+) (?P<key>[A-Za-z0-9+/]+={0,2})"
)
# Ed25519 (RFC 8032, section 5.1): the prime of the field, the order of the group, the curve's constant, and the y of
# the points of small order.
PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, PRIME) % PRIME
EIGHTH = 0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7
SMALL = {0, 1, PRIME - 1, EIGHTH, PRIME - EIGHTH}


class Curve:
    """A curve of NIST SP 800-186, section 3.2.1: y^2 = x^3 - 3x + b, with its prime and the order of its points."""

    def __init__(self, name, size, prime, b, order):
        self.name, self.size, self.prime, self.b, self.order = name, size, prime, b, order

    def has(self, point):
        """Says whether bytes are a point, uncompressed (SEC 1, section 2.3.3)."""
        x, y = (int.from_bytes(half, "big") for half in (point[1 : self.size + 1], point[self.size + 1 :]))
        if len(point) != 2 * self.size + 1 or point[0] != 4 or max(x, y) >= self.prime:
            return False
        return (y * y - (x * x * x - 3 * x + self.b)) % self.prime == 0


P256 = Curve(
    b"nistp256",
    32,
    2**256 - 2**224 + 2**192 + 2**96 - 1,
    0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B,
    0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
)
P384 = Curve(
    b"nistp384",
    48,
    2**384 - 2**128 - 2**96 + 2**32 - 1,
    0xB3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF,
    0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
)


def curve_of(kind):
    return P384 if kind.endswith("nistp384") else P256


class NotTrusted(Broken):
    """What holds by itself, and not against the verifier's own list."""


class Parts:
    """Reads the parts of an SSH structure (RFC 4251, section 5), and that nothing is left over."""

    def __init__(self, data, what):
        self.data, self.what = data, what

    def take(self, count):
        taken, self.data = self.data[:count], self.data[count:]
        if len(taken) < count:
            raise Broken(f"the {self.what} is cut short")
        return taken

    def number(self):
        return int.from_bytes(self.take(4), "big")

    def string(self):
        return self.take(self.number())

    def positive(self):
        """Reads a whole number above 0 in its only spelling."""
        data = self.string()
        number = int.from_bytes(data, "big", signed=True)
        if number <= 0 or len(data) != number.bit_length() // 8 + 1:
            raise Broken(f"the {self.what} has a number that is not above 0, or in another spelling")
        return number

    def end(self):
        if self.data:
            raise Broken(f"the {self.what} has something behind its end")


def unarmoured(value, what):
    """Reads base64 by RFC 4648, section 4, in its only canonical spelling."""
    try:
        data = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or base64.b64encode(data).decode() != value:
        raise Broken(f"the {what} is not canonical base64")
    return data


def is_proper(point):
    """Says whether 32 bytes are a point of Ed25519 in its only spelling, and none of small order.

    With a key of small order, what anybody writes is a good signature of any text, and `ssh-keygen` takes it.
    """
    y = int.from_bytes(point, "little") & (2**255 - 1)
    if len(point) != 32 or y >= PRIME or y in SMALL:
        return False
    square = (y * y - 1) * pow(CURVE * y * y + 1, -1, PRIME) % PRIME
    return pow(square, (PRIME - 1) // 2, PRIME) == 1


@functools.lru_cache(None)
def key_type(blob):
    """Reads a public key and returns its type."""
    parts = Parts(blob, "key")
    kind = parts.string()
    if kind not in [known.encode() for known in SIGNS_BY]:
        raise CannotTell(f"a key is of a kind that the format does not name: {kind[:40]!a}")
    kind = kind.decode()
    if kind == "ssh-rsa":
        exponent, modulus = parts.positive(), parts.positive()
        if not 2048 <= modulus.bit_length() <= 8192:
            raise Broken("an RSA key has less than 2048 bits, or more than 8192")
        if not 3 <= exponent < 2**32 or not exponent & modulus & 1:
            raise Broken("a key is not a proper RSA key")
    elif "ecdsa" in kind:
        curve = curve_of(kind)
        if parts.string() != curve.name or not curve.has(parts.string()):
            raise Broken("a key is not a point of the curve that its type names")
    elif not is_proper(parts.string()):
        raise Broken("a key is not a proper Ed25519 key")
    if kind.startswith("sk-"):
        parts.string()
    parts.end()
    return kind


def bytes_of_modulus(blob):
    """Returns how many bytes the modulus of an RSA key has, and so each of its signatures."""
    parts = Parts(blob, "key")
    parts.string(), parts.string()
    return (parts.positive().bit_length() + 7) // 8


class Signer:
    """One line of a list of signers: a person's key, the roles it may sign in, and from when to when."""

    def __init__(self, line):
        found = SIGNER.fullmatch(line)
        if not found:
            raise Broken("a line of the list of signers has another form")
        self.names = found["names"].split(",")
        people, roles = zip(*(name.rpartition("@")[::2] for name in self.names))
        if len(set(people)) > 1 or not re.fullmatch(PERSON, people[0]):
            raise Broken("a line of the list of signers does not name one person")
        if len(set(roles)) < len(roles) or not set(roles) <= set(ROLES):
            raise Broken("a line of the list of signers has a role twice, or one that there is not")
        self.roles = set(roles)
        self.after, self.before = (
            value and time_of(value, "%Y%m%d%H%M%SZ", "TIME") for value in (found["after"], found["before"])
        )
        # ssh-keygen takes neither the first second of 1970 nor a key that ends before it begins.
        if datetime(1970, 1, 1) in (self.after, self.before):
            raise Broken("a time in the list of signers is not after 1970-01-01T00:00:00Z")
        if self.after and self.before and self.after >= self.before:
            raise Broken("a key in the list of signers ends before it begins")
        self.key = unarmoured(found["key"], "key")
        if key_type(self.key) != found["type"]:
            raise Broken("a key in the list of signers is of another type than its line says")

    def rules_at(self, at):
        return not (self.after and at < self.after) and not (self.before and at > self.before)


class Signers:
    """A list of signers, as a `signers_named` entry brings it."""

    def __init__(self, allowed):
        *lines, rest = allowed.split("\n")
        if rest or not lines:
            raise Broken("the list of signers is empty or does not end with a line feed")
        self.text, self.lines = allowed, [Signer(line) for line in lines]
        if len({line.key for line in self.lines}) < len(lines):
            raise Broken("a key stands on two lines of the list of signers")

    @classmethod
    def from_elsewhere(cls, path):
        """Reads the verifier's own list; one of another form says nothing about the ledger."""
        try:
            return cls(bytes_of(path).decode("utf-8"))
        except (Broken, UnicodeError) as error:
            raise CannotTell(f"{path!a} is not a list of signers: {error}") from None

    def allow(self, key, name, at):
        return any(line.key == key and name in line.names and line.rules_at(at) for line in self.lines)


class Claim:
    """A signature whose form holds and whose key the list in force allows; `ssh-keygen` has still to agree."""

    def __init__(self, entry, signers, own):
        self.seq, self.about, self.allowed = entry["seq"], "subject" in entry, signers.text
        self.blob = unarmoured(entry["signature"], "signature")
        self.message = canonical({name: value for name, value in entry.items() if name != "signature"})
        self.name = "{id}@{role}".format(**entry["actor"])
        self.at = time_of(entry["at"], "%Y-%m-%dT%H:%M:%SZ", "at")
        self.key = self.read()
        if not any(self.key == signer.key for signer in signers.lines):
            raise Broken("its key is not in the list of signers in force")
        if not signers.allow(self.key, self.name, self.at):
            raise Broken(f"its key may not sign as {self.name} at that time, by the list of signers in force")
        if own and not own.allow(self.key, self.name, self.at):
            raise NotTrusted(f"its key does not stand as {self.name} in the list that was given with --signers")

    def read(self):
        """Reads OpenSSH's PROTOCOL.sshsig and returns the public key in it."""
        parts = Parts(self.blob, "signature")
        if parts.take(6) != b"SSHSIG":
            raise Broken("the signature is not an SSH signature")
        if parts.number() != 1:
            raise CannotTell("the signature is of another version of SSHSIG")
        key, namespace, reserved, digest = (parts.string() for _ in range(4))
        proof = Parts(parts.string(), "signature")
        parts.end()
        kind = key_type(key)
        if namespace != NAMESPACE.encode() or reserved:
            raise Broken("the signature was made for another namespace")
        if digest != b"sha512":
            raise CannotTell("the signature is over another hash than sha512")
        if proof.string() != SIGNS_BY[kind].encode():
            raise Broken("the signature is of another type than its key makes")
        made = proof.string()
        if kind == "ssh-rsa":
            # ssh-keygen takes one that lacks leading zeros.
            need(len(made) == bytes_of_modulus(key), "the signature is not as long as the modulus of its key")
        elif "ecdsa" in kind:
            self.check_pair(made, curve_of(kind).order)
        else:
            self.check_numbers(made)
        proof.take(5 if kind.startswith("sk-") else 0)
        proof.end()
        return key

    @staticmethod
    def check_pair(made, order):
        # ssh-keygen takes the order less the second number for it: a signature would have two spellings.
        pair = Parts(made, "signature")
        first, second = pair.positive(), pair.positive()
        pair.end()
        need(first < order and 2 * second < order, "the signature is not the lesser of the two that ECDSA has")

    @staticmethod
    def check_numbers(proof):
        # ssh-keygen takes S + ORDER for S, which RFC 8032 (section 5.1.7) forbids: a signature would have two spellings.
        if len(proof) != 64 or int.from_bytes(proof[32:], "little") >= ORDER or not is_proper(proof[:32]):
            raise Broken("the signature is not a proper Ed25519 signature")


class Keygen:
    """The command `ssh-keygen`, with a folder of its own for the files that it wants to be given."""

    # A key that was thrown away, and what it signed: `ssh-keygen` has to know this one before it is believed.
    KNOWN = (
        "AAAAC3NzaC1lZDI1NTE5AAAAIEzRcoBQZk+X04fYuBONM3DQGOZspyzx62FHIg6R4ASZ",
        "U1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAgTNFygFBmT5fTh9i4E40zcNAY5mynLPHrYUciDpHgBJkAAAAOdHJlbGxpcy1sZWRnZXIA"
        "AAAAAAAABnNoYTUxMgAAAFMAAAALc3NoLWVkMjU1MTkAAABAudbKq3hp0I9cg/SHdSQ10TfbkqE9g6COHo05CUEc3kepH72GzuX/p/g9M9ZfYg3N"
        "gj4F1mlVLQ6g7DdLGQv6Aw==",
    )

    def __init__(self, folder):
        self.folder = folder
        self.prove()

    def prove(self):
        """Sees that the command knows a good signature and a bad one, and reads times that end in Z (OpenSSH 9.1)."""
        key, signature = self.KNOWN
        allowed = f'a@chair namespaces="{NAMESPACE}",valid-before="20260101000000Z" ssh-ed25519 {key}\n'
        asked = ("a@chair", base64.b64decode(key), base64.b64decode(signature))
        answers = [
            self.agrees(allowed, *asked, moment, message)
            for moment, message in (
                (datetime(2026, 1, 1), b"hello"),
                (datetime(2026, 1, 1), b"hullo"),
                (datetime(2026, 1, 1, 0, 0, 1), b"hello"),
            )
        ]
        if answers != [True, False, False]:
            raise CannotTell("this machine's ssh-keygen cannot check signatures; OpenSSH 9.1 or later can")

    def file(self, content):
        """Writes a file that no other question uses: two threads may ask about the same signature at once."""
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(content)
        return file.name

    def agrees(self, allowed, name, key, blob, at, message):
        """Asks whether `blob` is the signature of `message` by `key`, which `allowed` lets sign as `name` at `at`."""
        armour = b"-----BEGIN SSH SIGNATURE-----\n%s-----END SSH SIGNATURE-----\n" % base64.encodebytes(blob)
        # ssh-keygen refuses the first second of 1970; no list has a time that early, so the next one decides alike.
        moment = max(at, datetime(1970, 1, 1, 0, 0, 1)).strftime("%Y%m%d%H%M%SZ")
        files = self.file(allowed.encode()), self.file(armour)
        asked = ["ssh-keygen", "-Y", "verify", "-n", NAMESPACE, "-I", name, "-O", f"verify-time={moment}"]
        asked += ["-f", files[0], "-s", files[1]]
        try:
            plain = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}
            said = subprocess.run(asked, input=message, capture_output=True, env=plain)
        except OSError as error:
            raise CannotTell(f"ssh-keygen cannot be started: {error.strerror}") from None
        finally:
            for file in files:
                os.unlink(file)
        # Success is believed only where it names the very key: exit code 0 alone could have another reason.
        print_of_key = base64.b64encode(sha256(key)).decode().rstrip("=")
        good = rf'Good "{NAMESPACE}" signature for {re.escape(name)} with [A-Z0-9-]+ key SHA256:{re.escape(print_of_key)}\n'
        return said.returncode == 0 and re.fullmatch(good.encode(), said.stdout) is not None

    def first_refused(self, claims):
        """Returns the first claim that is not a signature, or None."""

        def holds(claim):
            return self.agrees(claim.allowed, claim.name, claim.key, claim.blob, claim.at, claim.message)

        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            for claim, held in zip(claims, pool.map(holds, claims)):
                if not held:
                    pool.shutdown(wait=True, cancel_futures=True)
                    return claim
        return None


# Section 5: acts ----------------------------------------------------------------------------------------------------


def pair(value, where):
    if not isinstance(value, list) or len(value) != 2:
        raise Broken(f"`{where}` is not a list of pairs")
    for item in value:
        POSITION(item, where)


TYPE = {"type": text}
DECISION = (
    {"epa": IDENTIFIER, "outcome": one_of("entrust", "keep", "withdraw", "defer"), "scale": text, "rationale": text,
     "insufficient_evidence": flag},
    {"level": text, "dissent": text, "recused": list_of(text, 1)},
)
ABOUT = members({"type": one_of("experience", "subcompetency", "epa"), "code": IDENTIFIER})
PLAN = members({
    "quorum": members({"core": number(0, 255), "faculty": number(0, 255)}),
    "seed": number(0),
    "members": list_of(members(
        {"id": text, "role": one_of(*ROLES), "faculty": flag, "core": flag, "votes": flag},
    )),
    "agenda": list_of(members({"resident": IDENTIFIER, "minutes": number(0, 65535)}, {"reviewer": text})),
}, {"director_chairs": only_true})
CARD = members({}, {"epas": map_of(text), "milestones": map_of(half_steps), "progress": text})
BOARD = members({"satisfactory": flag}, {"unsatisfactory": set_of(text)})
OVERALL = (
    {"rationale": text, "insufficient_evidence": flag},
    {"progress": text, "action": text, "board": BOARD, "milestones": map_of(half_steps),
     "not_assessable": set_of(IDENTIFIER), "dissent": text},
)
VOTERS = ("chair", "member", "program_director", "coordinator")
COMMITTEE = (*VOTERS, "coach")
ANSWERING = ("resident", *LEADERS)

# What stands in each act, whether the entry has a subject (None: it may), and who may do it.
ACTS = {
    "signers_named": (members({**TYPE, "allowed": text}), False, LEADERS),
    "meeting_opened": (members({**TYPE, "meeting": IDENTIFIER, "title": text}), False, LEADERS),
    "meeting_planned": (members({**TYPE, "meeting": IDENTIFIER, "plan": PLAN}), False, LEADERS),
    "attendance_taken": (
        members({**TYPE, "meeting": IDENTIFIER, "chair": text, "present": list_of(text)}), False, LEADERS,
    ),
    "recused": (members({**TYPE, "meeting": IDENTIFIER, "member": text, "reason": text}), True, VOTERS),
    "recusal_ended": (members({**TYPE, "meeting": IDENTIFIER, "member": text, "reason": text}), True, VOTERS),
    "rating_sealed": (members({**TYPE, "meeting": IDENTIFIER, "rater": text, "commitment": HASH}), True, VOTERS),
    "ratings_called": (members({**TYPE, "meeting": IDENTIFIER}), True, LEADERS),
    "rating_revealed": (members({**TYPE, "entry": POSITION, "card": CARD, "salt": HASH}), True, VOTERS),
    "review_begun": (members({**TYPE, "meeting": IDENTIFIER}, {"reason": text}), True, LEADERS),
    "review_ended": (members({**TYPE, "meeting": IDENTIFIER, "concluded": flag}), True, LEADERS),
    "remarked": (
        members({
            **TYPE, "meeting": IDENTIFIER, "basis": one_of("documented", "undocumented", "hearsay"), "text": text,
        }),
        True, VOTERS,
    ),
    "meeting_closed": (members({**TYPE, "meeting": IDENTIFIER}), False, LEADERS),
    "checkpoint": (members({**TYPE, "size": POSITION, "root": HASH}), False, (*LEADERS, "auditor")),
    "set_aside": (
        members({**TYPE, "first": POSITION, "lines": POSITION, "hash": HASH, "reason": text}), False, LEADERS
    ),
    "cut": (members({**TYPE, "entries": list_of(pair, 1), "reason": text}), False, ("program_director",)),
    "viewed": (members({**TYPE, "screen": text}), True, ROLES),
    "recommendation": (members({**TYPE, **DECISION[0]}, DECISION[1]), True, VOTERS),
    "determination": (
        members({**TYPE, "recommendation": POSITION, "agrees": flag, "decision": members(*DECISION)}),
        True, ("program_director",),
    ),
    "overall_recommendation": (members({**TYPE, **OVERALL[0]}, OVERALL[1]), True, VOTERS),
    "overall_determination": (
        members({**TYPE, "recommendation": POSITION, "agrees": flag, "overall": members(*OVERALL)}),
        True, ("program_director",),
    ),
    "revocation": (members({**TYPE, "entry": POSITION, "reason": text}), None, VOTERS),
    "goal_set": (members({**TYPE, "text": text, "owner": text, "due": day}, {"about": ABOUT}), True, COMMITTEE),
    "goal_closed": (
        members({**TYPE, "entry": POSITION, "outcome": one_of("done", "dropped"), "reason": text}), True, COMMITTEE,
    ),
    "prompt_acknowledged": (members({**TYPE, "prompt": text, "facts": HASH, "reason": text}), None, COMMITTEE),
    "strength_named": (members({**TYPE, "text": text}), True, COMMITTEE),
    "released": (members(TYPE), True, ("program_director",)),
    "resident_told": (members({**TYPE, "release": POSITION, "on": day, "by": text}), True, COMMITTEE),
    "release_acknowledged": (members({**TYPE, "release": POSITION}), True, ANSWERING),
    "stated": (members({**TYPE, "text": text}), True, ANSWERING),
    "appeal_lodged": (members({**TYPE, "determination": POSITION, "text": text}), True, ANSWERING),
    "appeal_decided": (
        members({
            **TYPE, "appeal": POSITION, "outcome": one_of("upheld", "dismissed", "remitted"), "reason": text,
        }),
        True, LEADERS,
    ),
}


def check_act(act, where):
    if not isinstance(act, dict) or not isinstance(act.get("type"), str) or act["type"] not in ACTS:
        raise Broken("`act` has a type that the format does not know")
    ACTS[act["type"]][0](act, where)


def check_subject(entry):
    wanted = ACTS[entry["act"]["type"]][1]
    if wanted is not None and wanted != ("subject" in entry):
        raise Broken(f"`subject` is {'absent' if wanted else 'present'} in a {entry['act']['type']}")


def check_role(entry, revoked=None):
    """Sees that the actor's role may do the act; `revoked` is the entry that a revocation names, where it is known."""
    kind, role = entry["act"]["type"], entry["actor"]["role"]
    may = ("program_director",) if revoked and revoked["act"]["type"] in DETERMINING else ACTS[kind][2]
    if role not in may:
        raise Broken(f"the role {role} may not record this {kind}")
    if role == "resident" and entry["actor"]["id"] != entry.get("subject"):
        raise Broken("a resident acts under another code than that of the subject")


# What is recommended and determined: decisions on an activity, and on the resident as a whole.
RECOMMENDING = {"determination": "recommendation", "overall_determination": "overall_recommendation"}
DETERMINING = tuple(RECOMMENDING)


def decision_of(entry):
    act = entry["act"]
    return act.get("decision") or act.get("overall") or act


# Section 6: evidence ------------------------------------------------------------------------------------------------

FACT = members(
    {"label": text, "shown": text}, {"n": number(0), "definition": members({"code": IDENTIFIER, "hash": HASH})}
)
EVIDENCE = members({"as_of": day, "case_file": HASH, "facts": list_of(FACT)}, {"thresholds": HASH})
ENTRY = members(
    {
        "v": POSITION, "seq": POSITION, "id": IDENTIFIER, "at": time,
        "actor": members({"id": matching(PERSON, "that of an actor"), "role": one_of(*ROLES)}),
        "act": check_act, "previous": HASH, "signature": text,
    },
    {
        "subject": IDENTIFIER, "evidence": EVIDENCE,
        "supersedes": members({"entry": POSITION, "hash": HASH, "reason": text}),
    },
)


# Section 7: rules of recording --------------------------------------------------------------------------------------

NOT_EMPTY = (
    "screen", "title", "meeting", "prompt", "reason", "rationale", "text", "owner", "by", "dissent", "progress", "action",
)
WHITE_SIGNS = (*range(9, 14), 32, 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
WHITE = "".join(map(chr, WHITE_SIGNS))
# The signs that are alphabetic without being letters, as far as a category or a range tells them.
ALPHABETIC_SIGNS = ((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189))


def is_empty(value):
    """Says whether a text has no letter and no digit."""
    return not any(
        unicodedata.category(sign)[0] in "LN" or any(low <= ord(sign) <= high for low, high in ALPHABETIC_SIGNS)
        for sign in value
    )


def need(true, why):
    if not true:
        raise Broken(why)


class Log:
    """What the entries so far amount to, and the rules that the next one must keep."""

    def __init__(self):
        self.hashes, self.tree, self.ids, self.subjects = [], Tree(), set(), {}
        self.signers, self.standing, self.active, self.goals = None, {}, {}, {}
        self.meetings, self.open_meeting = set(), None
        self.opened_at, self.began_at, self.plan, self.present, self.reviews = 0, None, None, None, {}
        self.at, self.releases, self.acknowledged, self.untold, self.appeals = None, {}, set(), {}, {}
        # The day of each release, and by its number the entry that says that the resident was told.
        self.released_on, self.told = {}, {}
        # Goals that are open, remarks, strengths, who told a resident, and the last answer to each prompt: what is taken
        # back by its author.
        self.own = {}
        self.last_checkpoint, self.cut_lines, self.named = 0, set(), {}
        # Lines that do not hold, by their places, where a later entry sets them aside.
        self.aside = {}

    def head(self):
        return self.hashes[-1].hex() if self.hashes else NOTHING

    def link(self, value):
        """Sees that a line stands in its place and names the hash before it; a cut line names none."""
        place = len(self.hashes) + 1
        need(type(value.get("seq")) is int and value["seq"] == place, f"its `seq` is not {place}")
        if is_cut(value):
            CUT_LINE(value, "cut line")
        else:
            need(value.get("previous") == self.head(), "it does not name the hash of the entry before it")

    def add(self, value, line):
        self.hashes.append(bytes.fromhex(value["cut"]) if is_cut(value) else sha256(line))
        self.tree.add(self.hashes[-1])

    def lay_aside(self, line):
        self.hashes.append(sha256(line))
        self.tree.add(self.hashes[-1])
        self.aside[len(self.hashes)] = line

    def keep(self, entry):
        """Checks rules 1 to 15 on an entry and takes it in; its link has been checked and not yet added."""
        act, seq = entry["act"], entry["seq"]
        kind = act["type"]
        need(self.signers or kind == "signers_named", "the first entry names no signers")
        need(entry["id"] not in self.ids, "its `id` was used before")
        self.check_texts(entry)
        revoked = self.standing.get(act["entry"]) if kind == "revocation" else None
        check_role(entry, revoked)
        need("supersedes" not in entry or kind in (*DETERMINING, *RECOMMENDING.values(), "goal_set", "rating_sealed"),
             f"a {kind} supersedes nothing")
        getattr(self, kind, lambda entry: None)(entry)
        self.ids.add(entry["id"])
        if "subject" in entry:
            self.subjects[seq] = entry["subject"]

    @staticmethod
    def check_texts(entry):
        decision = decision_of(entry)
        for holder in (entry["act"], entry.get("supersedes", {}), decision):
            for name in NOT_EMPTY:
                need(name not in holder or not is_empty(holder[name]), f"`{name}` has no letter and no digit")
        need(not any(map(is_empty, decision.get("board", {}).get("unsatisfactory", ()))),
             "an essential attribute has no letter and no digit")

    # Rules 3 to 7: decisions.

    def recommendation(self, entry):
        self.check_decision(entry)
        self.check_meeting(entry)
        self.replace(entry)

    def determination(self, entry):
        self.check_decision(entry)
        named = self.standing.get(entry["act"]["recommendation"])
        kind, *activity = self.activity(entry)
        need(named and self.activity(named) == (RECOMMENDING[kind], *activity),
             "it names no recommendation that stands on the same activity")
        asked, decided = named["act"], decision_of(entry)
        same = all(asked.get(name) == decided.get(name) for name in self.DECIDED[kind])
        need(entry["act"]["agrees"] == same, f"`agrees` is not {str(same).lower()}")
        need(same or asked["rationale"].strip(WHITE) != decided["rationale"].strip(WHITE),
             "it differs from the recommendation with the recommendation's own rationale")
        self.replace(entry)

    DECIDED = {
        "determination": ("outcome", "scale", "level"),
        "overall_determination": ("progress", "action", "board", "milestones", "not_assessable"),
    }
    overall_recommendation, overall_determination = recommendation, determination

    def check_decision(self, entry):
        decision = decision_of(entry)
        need(decision["insufficient_evidence"] or entry.get("evidence", {}).get("facts"), "a decision without evidence")
        if "epa" in decision:
            self.check_level(decision)
            return
        board = decision.get("board", {})
        need(not (board.get("satisfactory") and "unsatisfactory" in board), "an attribute is not satisfactory")
        twice = set(decision.get("milestones", ())) & set(decision.get("not_assessable", ()))
        need(not twice, "a subcompetency has a level and is not assessable")

    @staticmethod
    def check_level(decision):
        need(not is_empty(decision["scale"]), "`scale` has no letter and no digit")
        if decision["outcome"] == "defer":
            need("level" not in decision, "a decision that is deferred has a level")
        else:
            need(not is_empty(decision.get("level", "")), "a decision without a level")

    @staticmethod
    def activity(entry):
        return entry["act"]["type"], entry["subject"], decision_of(entry).get("epa")

    def replace(self, entry):
        before = self.active.get(self.activity(entry))
        named = entry.get("supersedes", {})
        wanted = f"it has to supersede entry {before}" if before else "it has nothing to supersede"
        need(named.get("entry") == before, wanted)
        self.check_superseded(entry)
        self.fall(before)
        self.standing[entry["seq"]] = entry
        self.active[self.activity(entry)] = entry["seq"]

    def fall(self, seq):
        """A decision no longer stands, if there is one at `seq` that did."""
        if seq in self.standing:
            del self.active[self.activity(self.standing.pop(seq))]

    def check_superseded(self, entry):
        named = entry.get("supersedes")
        need(not named or self.hashes[named["entry"] - 1].hex() == named["hash"], "the hash in `supersedes` is another")

    # Rule 8: revocations.

    def revocation(self, entry):
        seq = entry["act"]["entry"]
        named = self.standing.get(seq) or self.own.get(seq)
        need(named and named.get("subject") == entry.get("subject"), "it revokes nothing that stands for this resident")
        self.check_recused(entry)
        if seq in self.own:
            self.check_person(entry, named["actor"]["id"])
            del self.own[seq]
            self.goals.pop(seq, None)
            self.told = {release: by for release, by in self.told.items() if by != seq}
            return
        need(all(other["act"].get("recommendation") != seq for other in self.standing.values()),
             "a determination rests on what it revokes")
        self.fall(seq)
        # What the resident was told of is to be told otherwise.
        if named["act"]["type"] in DETERMINING and seq < self.last_release(entry):
            self.untold[entry["subject"]] = entry["seq"]

    # Rules 6 and 9: goals.

    def goal_set(self, entry):
        recorded, due = date.fromisoformat(entry["at"][:10]), date.fromisoformat(entry["act"]["due"])
        tenth = (recorded.year + 10, recorded.month, recorded.day)
        need(due >= recorded - timedelta(1), "the goal was due before it was set")
        need((due.year, due.month, due.day) <= tenth, "the goal is due more than ten years later")
        if "supersedes" in entry:
            self.close(entry["supersedes"]["entry"], entry)
            self.check_superseded(entry)
        self.goals[entry["seq"]], self.own[entry["seq"]] = entry["subject"], entry

    def goal_closed(self, entry):
        self.close(entry["act"]["entry"], entry)

    def close(self, seq, entry):
        need(self.goals.get(seq) == entry["subject"], "it names no open goal of this resident")
        del self.goals[seq], self.own[seq]

    # Rule 10: meetings.

    def meeting_opened(self, entry):
        meeting = entry["act"]["meeting"]
        need(self.open_meeting is None, "another meeting is open")
        need(meeting not in self.meetings, "the meeting's identifier was used before")
        self.meetings.add(meeting)
        self.open_meeting, self.opened_at = meeting, entry["seq"]
        self.began_at, self.plan, self.present, self.reviews, self.at = None, None, None, {}, None

    def check_open(self, entry):
        need(entry["act"]["meeting"] == self.open_meeting, "it names a meeting that is not open")

    def meeting_closed(self, entry):
        self.check_open(entry)
        self.turn_away(False)
        self.open_meeting, self.reviews = None, {}

    def meeting_planned(self, entry):
        self.check_open(entry)
        need(self.present is None, "the meeting has begun")
        plan = entry["act"]["plan"]
        names = [member["id"] for member in plan["members"]]
        residents = [slot["resident"] for slot in plan["agenda"]]
        need(all(re.fullmatch(PERSON, name) for name in names), "a member's `id` is not that of a person")
        need(len(set(names)) == len(names), "the plan names a member twice")
        need(residents and len(set(residents)) == len(residents), "the agenda is empty or names a resident twice")
        need(all(slot["reviewer"] in names for slot in plan["agenda"] if "reviewer" in slot), "a reviewer is no member")
        need(enough(plan["members"], plan["quorum"]), "the plan asks for more faculty than it names")
        self.plan = plan

    def member(self, name):
        need(self.plan, "the meeting has no plan")
        found = [member for member in self.plan["members"] if member["id"] == name]
        need(found, f"{name[:64]!a} is no member of the meeting")
        return found[0]

    def attendance_taken(self, entry):
        self.check_open(entry)
        present = entry["act"]["present"]
        for name in present:
            self.member(name)
        need(len(set(present)) == len(present), "somebody is present twice")
        chair = entry["act"]["chair"]
        need(chair in present, "the chair is not present")
        directs = self.member(chair)["role"] == "program_director"
        need(self.plan.get("director_chairs") or not directs, "the program director chairs, and the plan does not allow it")
        self.present = set(present)
        self.began_at = self.began_at or entry["seq"]

    def review_of(self, entry):
        """What the open meeting has recorded of a resident, who is on its agenda."""
        need(self.plan and self.is_planned(entry["subject"]), "the resident is not on the agenda")
        empty = {"recused": set(), "seals": {}, "revealed": set(), "called": False, "concluded": False}
        return self.reviews.setdefault(entry["subject"], empty)

    def is_planned(self, resident):
        return any(slot["resident"] == resident for slot in self.plan["agenda"])

    @staticmethod
    def check_person(entry, name):
        need(name == entry["actor"]["id"] or entry["actor"]["role"] in LEADERS, "it is for another to record")

    def recused(self, entry):
        self.check_open(entry)
        review, name = self.review_of(entry), entry["act"]["member"]
        self.member(name)
        need(name not in review["recused"], "the member is recused already")
        self.check_person(entry, name)
        review["recused"].add(name)

    def recusal_ended(self, entry):
        self.check_open(entry)
        review, name = self.review_of(entry), entry["act"]["member"]
        need(name in review["recused"], "the member is not recused")
        self.check_person(entry, name)
        review["recused"].remove(name)

    def rating_sealed(self, entry):
        self.check_open(entry)
        review, name = self.review_of(entry), entry["act"]["rater"]
        need(self.member(name)["votes"], "the rater has no vote")
        need(name not in review["recused"], "the rater is recused")
        self.check_person(entry, name)
        need(not review["called"], "the ratings were called before")
        actor = entry["actor"]["id"]
        before = review["seals"].get(name)
        need(not before or before[2] != name or actor == name, "it replaces a card that the rater sealed")
        if "supersedes" in entry:
            need(before and before[0] == entry["supersedes"]["entry"], "it supersedes no seal of this rater that stands")
            self.check_superseded(entry)
        review["seals"][name] = (entry["seq"], entry["act"]["commitment"], actor)

    def ratings_called(self, entry):
        self.check_open(entry)
        review = self.review_of(entry)
        need(self.present is not None, "nobody is present yet")
        need(not review["called"], "the ratings were called before")
        review["called"] = True

    def rating_revealed(self, entry):
        act = entry["act"]
        review = self.reviews.get(entry["subject"]) if self.open_meeting else None
        raters = [name for name, (seq, *_) in (review or {"seals": {}})["seals"].items() if seq == act["entry"]]
        need(raters and act["entry"] not in review["revealed"], "it reveals no rating that is sealed")
        need(review["called"], "the ratings were not called")
        need(raters[0] not in review["recused"], "the rater is recused")
        self.check_person(entry, raters[0])
        card = act["card"]
        need(card, "the card is empty")
        words = [*card.get("epas", {}).values(), *([card["progress"]] if "progress" in card else [])]
        need(not any(map(is_empty, words)), "a text of the card is empty")
        sealed = hashlib.sha256(act["salt"].encode() + canonical(card)).hexdigest()
        need(sealed == review["seals"][raters[0]][1], "the card is not the one that was sealed")
        review["revealed"].add(act["entry"])

    def review_begun(self, entry):
        self.check_open(entry)
        review = self.review_of(entry)
        need(self.present is not None, "nobody is present yet")
        need("reason" in entry["act"] or not review["concluded"], "the review was concluded, and no reason is given")
        self.turn_away(False)
        self.at, review["concluded"] = entry["subject"], False

    def review_ended(self, entry):
        self.check_at(entry)
        concluded = entry["act"]["concluded"]
        advised = self.active.get(("overall_recommendation", entry["subject"], None), 0)
        need(not concluded or advised > self.began_at, "this meeting has recommended nothing overall")
        self.turn_away(concluded)

    def turn_away(self, concluded):
        """Ends the turn of the resident whom the meeting is at."""
        if self.at in self.reviews:
            self.reviews[self.at]["concluded"] = concluded
        self.at = None

    def check_at(self, entry):
        self.check_open(entry)
        need(self.at == entry["subject"], "the meeting is not at this resident")

    def remarked(self, entry):
        self.check_at(entry)
        self.strength_named(entry)

    def strength_named(self, entry):
        self.check_recused(entry)
        self.own[entry["seq"]] = entry

    def prompt_acknowledged(self, entry):
        # A later answer takes the place of the one before.
        asked = entry.get("subject"), entry["act"]["prompt"]
        self.own = {seq: other for seq, other in self.own.items()
                    if (other.get("subject"), other["act"].get("prompt")) != asked}
        self.own[entry["seq"]] = entry

    def check_recused(self, entry):
        recused = self.reviews.get(entry.get("subject"), {"recused": ()})["recused"]
        need(entry["actor"]["id"] not in recused, "the actor is recused")

    def check_meeting(self, entry):
        """What a recommendation asks of the open meeting, where the resident is on its agenda."""
        resident = entry["subject"]
        if not self.open_meeting or not self.plan or not self.is_planned(resident):
            return
        need(self.present is not None, "nobody is present yet")
        review = self.review_of(entry)
        self.check_recused(entry)
        there = [m for m in self.plan["members"] if m["id"] in self.present - review["recused"]]
        need(enough(there, self.plan["quorum"]), "there is no quorum")
        need(review["called"] or not review["seals"], "the ratings are still sealed")
        waiting = [seq for seq, who in self.goals.items() if who == resident and seq < self.opened_at]
        need(not waiting, "a goal from before the meeting is still open")

    # Rule 15: what is set aside.

    def set_aside(self, entry):
        act, last = entry["act"], len(self.hashes)
        first = last + 1
        while first - 1 in self.aside:
            first -= 1
        stand = b"".join(self.aside[place] + b"\n" for place in range(first, last + 1))
        is_run = (act["first"], act["lines"], act["hash"]) == (first, last + 1 - first, sha256(stand).hex())
        need(act["first"] == entry["seq"] or (stand and is_run), "it sets aside what does not stand before it")

    # Rules 11 and 12: signers and checkpoints.

    def signers_named(self, entry):
        self.signers = signers_of(entry)

    def checkpoint(self, entry):
        act = entry["act"]
        need(act["size"] == entry["seq"] - 1, "the size of the checkpoint is not that of the ledger before it")
        need(act["root"] == self.tree.root().hex(), "the root of the checkpoint is another")
        self.last_checkpoint = entry["seq"]

    # Rule 13: cuts.

    def cut(self, entry):
        named, last = set(), 0
        for low, high in entry["act"]["entries"]:
            need(last < low <= high, "what is cut is not named in rising order")
            need(high < self.last_checkpoint, "it cuts an entry that no checkpoint stands behind")
            named.update(range(low, high + 1))
            last = high
        need(all(seq in self.subjects or seq in self.cut_lines for seq in named), "it cuts an entry without a resident")
        residents = {self.subjects[seq] for seq in named if seq in self.subjects}
        kept = (seq for seq, who in self.subjects.items() if who in residents and seq not in self.named)
        need(all(seq in named for seq in kept), "it cuts some entries of a resident and not all")
        for seq in named:
            self.named.setdefault(seq, entry["seq"])
            self.fall(seq)
            self.goals.pop(seq, None)
            self.own.pop(seq, None)
        for resident in residents:
            for said in (self.reviews, self.releases, self.untold):
                said.pop(resident, None)
        self.appeals = {seq: appeal for seq, appeal in self.appeals.items() if appeal["subject"] not in residents}
        if self.at in residents:
            self.at = None

    # Rule 14: what follows a meeting.

    def last_release(self, entry):
        return self.releases.get(entry["subject"], 0)

    def determined_on(self, resident):
        """The determinations that stand on a resident, by the kind and the activity of what they answer."""
        return {(RECOMMENDING[kind], who, epa): seq for (kind, who, epa), seq in self.active.items()
                if who == resident and kind in DETERMINING}

    def released(self, entry):
        resident, last = entry["subject"], self.last_release(entry)
        answers = self.determined_on(resident)
        advised = {key: seq for key, seq in self.active.items() if key[1] == resident and key[0] not in DETERMINING}
        need(all(answers.get(key, 0) > seq for key, seq in advised.items()), "something recommended is not determined")
        news = [*answers.values(), self.untold.get(resident, 0)]
        need(any(seq > last for seq in news), "there is nothing to release")
        self.releases[resident] = entry["seq"]
        self.released_on[entry["seq"]] = date.fromisoformat(entry["at"][:10]).toordinal()

    def resident_told(self, entry):
        release = entry["act"]["release"]
        need(release == self.last_release(entry), "it does not name the last release to this resident")
        need(release not in self.told, "that the resident was told of the release is on record")
        on, recorded = (date.fromisoformat(said[:10]).toordinal() for said in (entry["act"]["on"], entry["at"]))
        # Entries are in UTC, where it may be yesterday still, or tomorrow already.
        need(self.released_on[release] - 1 <= on <= recorded + 1,
             "the resident was told before the release, or on a day to come")
        self.told[release], self.own[entry["seq"]] = entry["seq"], entry

    def release_acknowledged(self, entry):
        release = entry["act"]["release"]
        need(release == self.last_release(entry), "it does not name the last release to this resident")
        need(release not in self.acknowledged, "the release was acknowledged before")
        self.acknowledged.add(release)

    def stated(self, entry):
        need(self.last_release(entry), "nothing was released to this resident")

    def appeal_lodged(self, entry):
        determination = entry["act"]["determination"]
        need(determination in self.determined_on(entry["subject"]).values(), "it appeals against nothing that stands")
        need(determination < self.last_release(entry), "it appeals against what was not released")
        against = [appeal["against"] for appeal in self.appeals.values()]
        need(determination not in against, "it was appealed against before")
        self.appeals[entry["seq"]] = {"subject": entry["subject"], "against": determination, "decided": False}

    def appeal_decided(self, entry):
        appeal = self.appeals.get(entry["act"]["appeal"])
        need(appeal and appeal["subject"] == entry["subject"] and not appeal["decided"],
             "it decides no appeal of this resident that waits")
        appeal["decided"] = True


def enough(people, quorum):
    """Says whether as many take part as a quorum asks for."""
    faculty = [member for member in people if member["faculty"]]
    return len(faculty) >= quorum["faculty"] and sum(member["core"] for member in faculty) >= quorum["core"]


def signers_of(entry):
    """Rule 11: reads a list of signers, and sees that somebody on it can name the next one."""
    named, at = Signers(entry["act"]["allowed"]), time_of(entry["at"], "%Y-%m-%dT%H:%M:%SZ", "at")
    need(any(line.roles & set(LEADERS) and not (line.before and line.before <= at) for line in named.lines),
         "the list of signers has no chair, program director or coordinator whose key has not ended")
    return named


# Section 8: cuts ----------------------------------------------------------------------------------------------------

CUT_LINE = members({"cut": HASH, "seq": POSITION, "v": POSITION})


def is_cut(value):
    return "cut" in value and value.get("v") == 2


def judge(line, value, log, own):
    """Checks one line whose link holds by sections 3 to 8, and returns the claim of its signature."""
    if is_cut(value):
        need(log.signers, "the first entry names no signers")
        log.cut_lines.add(value["seq"])
        return []
    entry, ruling = entry_of(line), log.signers
    log.keep(entry)
    # The first list rules its own entry; any other, only the entries after it.
    return [Claim(entry, ruling or log.signers, own)]


def read_ledger(lines, torn, own, aside=()):
    """Reads a ledger from its first line to its last and returns what was found, and the claims still to be checked.

    Lines whose places are in one of the ranges of `aside` are no entries.
    """
    log, claims, found, doubted = Log(), [], Finding(), False
    for line in lines:
        if any(len(log.hashes) + 1 in run for run in aside):
            log.lay_aside(line)
            continue
        try:
            value = object_of(line)
            log.link(value)
            if found.verdict == "valid":
                claims += judge(line, value, log, own)
        except CannotTell as unknown:
            found.decide("cannot tell", len(log.hashes) + 1, unknown)
            doubted = True
        except Broken as broken:
            found.decide("broken", len(log.hashes) + 1, broken)
            found.trusted = not isinstance(broken, NotTrusted)
            break
        log.add(value, line)
    else:
        check_torn(torn, log, found)
    found.holds = min(found.holds, len(log.hashes))
    # An entry that cannot be judged may be the one that names what was cut.
    if not doubted:
        check_cuts(log, found, sys.maxsize)
    return found, claims, log


def check_cuts(log, found, end):
    """Sees that each cut line is named by an entry that comes before `end`, where the first entry does not hold."""
    silent = [seq for seq in log.cut_lines if seq < end <= log.named.get(seq, sys.maxsize)]
    if silent and (found.seq is None or min(silent) < found.seq):
        found.decide("broken", min(silent), "it was cut, and no later entry that holds names it as cut")


def check_torn(torn, log, found):
    """A torn line breaks nothing, unless it is a whole entry whose line feed was changed into another byte."""
    found.torn = len(torn)
    try:
        log.link(object_of(torn[:-1]))
    except Broken:
        return
    found.decide("broken", len(log.hashes) + 1, "its line feed was changed into another byte")


# Section 9: checkpoints and receipts --------------------------------------------------------------------------------


def checkpoint_of(line):
    entry = entry_of(line)
    check_role(entry)
    need(entry["act"]["type"] == "checkpoint", "it is no checkpoint")
    need(entry["act"]["size"] == entry["seq"] - 1, "the size of the checkpoint is not one less than its `seq`")
    return entry


def check_extends(lines, path, found):
    """Sees that the ledger has the very line of a checkpoint that was kept elsewhere."""
    kept, rest = lines_of(bytes_of(path))
    try:
        need(len(kept) == 1 and not rest or not kept, "it is not one line")
        line = kept[0] if kept else rest
        seq = checkpoint_of(line)["seq"]
    except Broken as broken:
        raise CannotTell(f"{path!a} is not a checkpoint: {broken}") from None
    if len(lines) < seq:
        differs, why = len(lines) + 1, f"the checkpoint is entry {seq}, and the ledger ends before: a tail is gone"
    elif lines[seq - 1] != line:
        differs, why = seq, "it is not the checkpoint that was kept elsewhere"
    else:
        found.shown = seq if found.verdict == "valid" else None
        return
    # An earlier line that does not hold comes first.
    if found.verdict != "broken" or differs < found.seq:
        found.decide("broken", differs, why)


ITEM = members({"line": text, "proof": list_of(HASH)})
RECEIPT = members(
    {"v": POSITION, "resident": IDENTIFIER, "checkpoint": text, "entries": list_of(ITEM), "signers": list_of(ITEM, 1)}
)


CONSISTENCY = members(
    {"v": POSITION, "newer": text, "older": text, "proof": list_of(HASH), "signers": list_of(ITEM, 1)}
)


class Receipt:
    """A receipt: entries of one resident, and what proves that they stand in the tree of a checkpoint."""

    def __init__(self, own):
        self.own, self.claims, self.lists, self.seen, self.at = own, [], [], {}, None

    def read(self, content):
        lines, rest = lines_of(content)
        need(len(lines) == 1 and not rest, "it is not one line")
        value = object_of(lines[0])
        check_version(value)
        RECEIPT(value, "receipt")
        checkpoint = checkpoint_of(value["checkpoint"].encode())
        self.size, self.root = checkpoint["act"]["size"], checkpoint["act"]["root"]
        for item in value["signers"]:
            self.name_signers(self.proven(item, self.lists[-1][0] if self.lists else 0))
        before = 0
        for item in value["entries"]:
            before = self.take(self.proven(item, before), value["resident"])
        self.at = checkpoint["seq"]
        self.claim(checkpoint)

    def read_consistency(self, content):
        """Reads a proof that one checkpoint goes on from another."""
        lines, rest = lines_of(content)
        need(len(lines) == 1 and not rest, "it is not one line")
        value = object_of(lines[0])
        check_version(value)
        CONSISTENCY(value, "proof of consistency")
        newer, older = (checkpoint_of(value[name].encode()) for name in ("newer", "older"))
        self.size, self.root = newer["act"]["size"], newer["act"]["root"]
        need(older["seq"] < newer["seq"], "the older checkpoint does not come before the newer")
        proof, roots = [bytes.fromhex(step) for step in value["proof"]], (older["act"]["root"], self.root)
        need(goes_on(proof, older["seq"] - 1, bytes.fromhex(roots[0]), self.size, bytes.fromhex(roots[1])),
             "the newer checkpoint is not proven to go on from the older")
        for item in value["signers"]:
            self.name_signers(self.proven(item, self.lists[-1][0] if self.lists else 0))
        for entry in (older, newer):
            self.at = entry["seq"]
            check_role(entry)
            self.claim(entry)

    def proven(self, item, before):
        """Reads one line and sees that its audit path leads to the root of the checkpoint."""
        line = item["line"].encode()
        entry = entry_of(line)
        self.at = entry["seq"]
        need(before < self.at <= self.size, "the entries are not in rising order up to the checkpoint's size")
        path = [bytes.fromhex(step) for step in item["proof"]]
        led = root_from(path, leaf(sha256(line)), self.at - 1, self.size)
        need(led and led.hex() == self.root, "its proof does not lead to the root of the checkpoint")
        return entry

    def name_signers(self, entry):
        need(entry["act"]["type"] == "signers_named", "it names no signers")
        need(self.lists or entry["seq"] == 1, "the first list of signers is not the first entry")
        self.lists.append((entry["seq"], signers_of(entry)))
        check_role(entry)
        self.claim(entry)

    def take(self, entry, resident):
        need(entry.get("subject") == resident, "it is about somebody else than the receipt")
        check_role(entry, self.seen.get(entry["act"].get("entry")))
        self.claim(entry)
        self.seen[entry["seq"]] = entry
        return entry["seq"]

    def claim(self, entry):
        """The list in force is the last one before the entry; only the first entry is ruled by its own."""
        earlier = [signers for seq, signers in self.lists if seq < entry["seq"] or entry["seq"] == 1]
        self.claims.append(Claim(entry, earlier[-1], self.own))


def read_receipt(content, own, consistency=False):
    receipt, found = Receipt(own), Finding()
    try:
        (receipt.read_consistency if consistency else receipt.read)(content)
    except CannotTell as unknown:
        found.decide("cannot tell", receipt.at, unknown)
    except Broken as broken:
        found.decide("broken", receipt.at, broken)
    found.holds = len(receipt.seen)
    return found, receipt.claims


# Section 10: the verdict --------------------------------------------------------------------------------------------

CODES = {"valid": 0, "broken": 1, "cannot tell": 3}
NOT_PROVEN = """\
What this does not prove: whoever may write the file and holds keys of their own can write a whole new ledger, and
whoever holds a stolen key can sign until a list takes it out; a checkpoint kept elsewhere (--checkpoint) and a list
of signers of your own (--signers) show the first. The clocks are the writers' own."""


class Finding:
    """What came out: the verdict, the line that decided it, and how many entries hold before that."""

    def __init__(self, verdict="valid", seq=None, why=None):
        self.verdict, self.seq, self.why = verdict, seq, why and str(why)
        self.holds, self.head, self.torn, self.shown, self.trusted = sys.maxsize, None, 0, None, True

    def decide(self, verdict, seq, why):
        """Takes a worse verdict, or an earlier line; what holds is never more than what stands before that line."""
        self.verdict, self.seq, self.why = verdict, seq, str(why)
        if seq:
            self.holds = min(self.holds, seq - 1)

    def code(self, require_complete):
        return CODES[self.verdict] or (3 if require_complete and self.shown is None else 0)

    def as_json(self):
        return json.dumps(
            {"verdict": self.verdict, "entry": self.seq, "why": self.why, "entries": self.holds, "head": self.head,
             "complete": "not shown" if self.shown is None else "shown", "complete_to": self.shown,
             "torn_bytes": self.torn}
        )

    def as_text(self):
        place = f"entry {self.seq}: " if self.seq else ""
        yield self.verdict + (f": {place}{self.why}" if self.why else f": {self.holds} entries hold")
        if self.why:
            yield f"{self.holds} entries before that hold"
        if self.head:
            yield f"head: {self.head}"
        if self.torn:
            yield f"torn line: {self.torn} bytes behind the last line feed, never acknowledged"
        yield "complete: " + ("not shown" if self.shown is None else f"shown, up to entry {self.shown}")
        yield NOT_PROVEN


def check_signatures(found, claims):
    """Has the signatures checked of all entries before the line that decided; the first refused one comes before it."""
    with tempfile.TemporaryDirectory() as folder:
        refused = Keygen(folder).first_refused(claims)
    if refused:
        found.decide("broken", refused.seq, "ssh-keygen does not take its signature")
    return refused


def claimed(lines, first):
    """The places that lines claim to set aside from `first` on: up to the line that says so."""
    for place, line in enumerate(lines, 1):
        try:
            act = entry_of(line)["act"]
        except (Broken, CannotTell):
            continue
        if act["type"] == "set_aside" and act["first"] == first and first + act["lines"] == place:
            yield range(first, place)


def judged(lines, torn, own, aside=()):
    """Judges all lines but those of `aside`; a line that does not hold is none where a later entry sets it aside."""
    found, claims, log = read_ledger(lines, torn, own, aside)
    refused = check_signatures(found, [claim for claim in claims if claim.seq <= found.holds])
    if refused:
        found.trusted = True
        check_cuts(log, found, refused.seq)
    if found.verdict == "broken" and found.trusted:
        for run in claimed(lines, found.seq):
            further = judged(lines, torn, own, (*aside, run))
            # Only an entry that holds itself excuses what stands before it.
            if further[0].holds >= run.stop:
                return further
    return found, log


def verify(arguments):
    own = Signers.from_elsewhere(arguments.signers) if arguments.signers else None
    if arguments.receipt or arguments.consistency:
        found, claims = read_receipt(bytes_of(arguments.receipt or arguments.consistency), own, arguments.consistency)
        refused = check_signatures(found, claims)
        if refused:
            found.holds = sum(claim.about and claim.seq < refused.seq for claim in claims)
        return found
    lines, torn = lines_of(bytes_of(arguments.ledger))
    found, log = judged(lines, torn, own)
    if arguments.checkpoint:
        check_extends(lines, arguments.checkpoint, found)
    found.head = log.hashes[found.holds - 1].hex() if found.holds else NOTHING
    return found


def main(given=None):
    reader = argparse.ArgumentParser(description="Verify a ledger, or a receipt, without the program that wrote it.")
    reader.add_argument("ledger", nargs="?", metavar="LEDGER", help="the file of entries")
    reader.add_argument("--receipt", metavar="FILE", help="verify a receipt, and no ledger")
    reader.add_argument("--consistency", metavar="FILE", help="verify a proof of consistency, and no ledger")
    reader.add_argument("--checkpoint", metavar="FILE", help="a checkpoint that was kept elsewhere")
    reader.add_argument("--signers", metavar="FILE", help="your own list of signers, which every key must stand in")
    reader.add_argument("--require-complete", action="store_true", help="end with 3 where completeness is not shown")
    reader.add_argument("--json", action="store_true", help="print the finding as one JSON object")
    arguments = reader.parse_args(given)
    alone = arguments.receipt or arguments.consistency
    if sum(map(bool, (arguments.ledger, arguments.receipt, arguments.consistency))) != 1:
        reader.error("name a ledger, or a receipt with --receipt, or a proof of consistency with --consistency")
    if alone and (arguments.checkpoint or arguments.require_complete):
        reader.error("a receipt and a proof bring their own checkpoints and cannot show completeness")
    try:
        found = verify(arguments)
    except (CannotTell, MemoryError) as unknown:
        found = Finding("cannot tell", None, str(unknown) or "the memory of this machine is too small")
        found.holds = 0
    print(found.as_json() if arguments.json else "\n".join(found.as_text()))
    return found.code(arguments.require_complete)


if __name__ == "__main__":
    sys.exit(main())
