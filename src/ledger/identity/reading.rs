//! Reads keys as people have them: OpenSSH's own files of any wrapping and padding, public keys on several lines, RFC
//! 4716; and knows what it does not read.

use base64ct::{Base64, Encoding as _};

use super::private_file::PrivateFile;
use crate::ledger::signature::wire::Parts;
use crate::ledger::signature::{BadKey, PublicKey};

const BEGIN: &str = "-----BEGIN OPENSSH PRIVATE KEY-----";
const END: &str = "-----END OPENSSH PRIVATE KEY-----";

/// A key file, read.
#[derive(Debug)]
pub enum Key {
    Private(Box<PrivateFile>),
    Public(PublicKey),
}

/// Why a file is no key that signs here, and what makes it one.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoKey {
    #[error("it is no SSH key; name a private key, or a public one that the agent holds")]
    Unreadable,
    #[error(
        "it is a key of PuTTY's; convert it with puttygen FILE -O private-openssh-new -o NEW, and name NEW"
    )]
    Putty,
    #[error(
        "it is a key in PEM (PKCS#8); where ssh-keygen reads it, ssh-keygen -p -f FILE writes it in OpenSSH's own form; \
         else make one with `trellis identity new`"
    )]
    Pem,
    #[error("it is a certificate; name the key that it is for, whose file is called the same without -cert")]
    Certificate,
    #[error("{0}")]
    Other(#[from] BadKey),
}

/// Reads the text of a key file.
pub fn read(text: &str) -> Result<Key, NoKey> {
    let text = text.trim_start_matches('\u{feff}');
    if let Some(body) = between(text, BEGIN, END) {
        return private(&body);
    }
    if text.contains("PuTTY-User-Key-File-") {
        return Err(NoKey::Putty);
    }
    if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") {
        return Err(NoKey::Pem);
    }
    let public = between(text, "---- BEGIN SSH2 PUBLIC KEY ----", "---- END SSH2 PUBLIC KEY ----");
    public.map_or_else(|| one_line(text), |body| rfc4716(&body))
}

/// Returns what stands between two lines, whatever ends the lines and stands before or behind.
fn between(text: &str, begin: &str, end: &str) -> Option<String> {
    let (_, rest) = text.split_once(begin)?;
    let (body, _) = rest.split_once(end)?;
    Some(body.to_owned())
}

fn private(body: &str) -> Result<Key, NoKey> {
    let text: String = body.split_whitespace().collect();
    let blob = Base64::decode_vec(&text).map_err(|_not_base64| NoKey::Unreadable)?;
    match PrivateFile::read(&blob) {
        Ok(file) => Ok(Key::Private(Box::new(file))),
        Err(BadKey::Unreadable) => Err(NoKey::Unreadable),
        Err(other) => Err(other.into()),
    }
}

/// Reads a public key in the form of RFC 4716: headers with a colon, whose lines may go on behind a backslash, then
/// base64.
fn rfc4716(body: &str) -> Result<Key, NoKey> {
    let (mut text, mut goes_on) = (String::new(), false);
    for line in body.lines().map(str::trim) {
        let is_header = goes_on || line.contains(':');
        goes_on = is_header && line.ends_with('\\');
        if !is_header {
            text.push_str(line);
        }
    }
    let blob = Base64::decode_vec(&text).map_err(|_not_base64| NoKey::Unreadable)?;
    let kind =
        Parts(&blob).string().and_then(|kind| std::str::from_utf8(kind).ok()).ok_or(NoKey::Unreadable)?;
    public(&format!("{kind} {text}"))
}

/// Reads a public key of one line, which a mail or a form may have broken into several; lines with `#` are comments.
fn one_line(text: &str) -> Result<Key, NoKey> {
    let mut words =
        text.lines().filter(|line| !line.trim_start().starts_with('#')).flat_map(str::split_whitespace);
    let kind = words.next().ok_or(NoKey::Unreadable)?;
    let mut key = format!("{kind} ");
    let mut first = None;
    for part in words {
        key.push_str(part);
        match public(&key) {
            Ok(read) => return Ok(read),
            Err(why) => first = first.or(Some(why)),
        }
    }
    Err(first.unwrap_or(NoKey::Unreadable))
}

fn public(text: &str) -> Result<Key, NoKey> {
    let kind = text.split(' ').next().unwrap_or_default();
    if kind.contains("-cert-v0") {
        return Err(NoKey::Certificate);
    }
    match PublicKey::from_openssh(text) {
        Ok(key) => Ok(Key::Public(key)),
        Err(BadKey::Unreadable) => Err(NoKey::Unreadable),
        Err(other) => Err(other.into()),
    }
}

#[cfg(test)]
mod tests {
    use ssh_key::{Algorithm, LineEnding, PrivateKey};

    use super::*;

    /// A key whose comment has every length up to a block, so that every padding comes up.
    fn key(comment: &str) -> (String, String) {
        let mut key = PrivateKey::random(&mut ssh_key::rand_core::OsRng, Algorithm::Ed25519).unwrap();
        key.set_comment(comment);
        (key.to_openssh(LineEnding::LF).unwrap().to_string(), key.public_key().to_openssh().unwrap())
    }

    fn blob(file: &str) -> Vec<u8> {
        Base64::decode_vec(&between(file, BEGIN, END).unwrap().split_whitespace().collect::<String>())
            .unwrap()
    }

    fn wrapped(blob: &[u8], width: usize, ending: &str) -> String {
        let text = Base64::encode_string(blob);
        let lines: Vec<_> = text.as_bytes().chunks(width).map(|l| std::str::from_utf8(l).unwrap()).collect();
        format!("{BEGIN}{ending}{}{ending}{END}{ending}", lines.join(ending))
    }

    fn public_of(file: &str) -> String {
        match read(file).unwrap() {
            Key::Private(key) if key.open("").is_err() => panic!("its private half is not read"),
            Key::Private(key) => key.public().to_openssh(),
            Key::Public(key) => key.to_openssh(),
        }
    }

    #[test]
    fn an_openssh_file_is_read_whatever_its_wrapping_and_padding() {
        for comment in ["", "a", "ab", "abc", "abcd", "abcde", "abcdef", "abcdefg", "abcdefgh"] {
            let (file, public) = key(comment);
            let public = public
                .rsplit_once(' ')
                .filter(|_| !comment.is_empty())
                .map_or(&*public, |(key, _)| key)
                .to_owned();
            let blob = blob(&file);
            for width in [64, 70, 76, 10_000] {
                for ending in ["\n", "\r\n", "\n\n"] {
                    assert_eq!(public_of(&wrapped(&blob, width, ending)), public);
                }
            }
            assert_eq!(public_of(&format!("\u{feff}note\n{file}\n\n")), public);
            // Padded to 16 bytes.
            let secret = Parts(blob.strip_prefix(b"openssh-key-v1\0").unwrap());
            let mut parts = secret;
            for _ in 0..3 {
                parts.string().unwrap();
            }
            parts.number().unwrap();
            parts.string().unwrap();
            let secret = parts.string().unwrap();
            let padding = secret.last().filter(|last| **last < 8).map_or(0, |last| usize::from(*last));
            let bare = &secret[..secret.len() - padding];
            let padded =
                [bare, &(1..=u8::try_from(16 - bare.len() % 16).unwrap()).collect::<Vec<_>>()].concat();
            let before = blob.len() - secret.len() - 4;
            let length = u32::try_from(padded.len()).unwrap().to_be_bytes();
            let wide = [&blob[..before], &length, &padded].concat();
            assert_eq!(public_of(&wrapped(&wide, 64, "\n")), public, "comment {comment:?}");
        }
    }

    #[test]
    fn a_public_key_is_read_wrapped_marked_and_in_the_form_of_rfc_4716() {
        let (_, public) = key("lin@office");
        let bare = public.rsplit_once(' ').unwrap().0.to_owned();
        let body = bare.split_once(' ').unwrap().1;
        let rfc4716 = format!(
            "---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: \"a long \\\r\n and longer\"\r\nx-note: b\r\n{}\r\n{}\r\n---- END SSH2 PUBLIC KEY ----\r\n",
            &body[..40],
            &body[40..]
        );
        let broken = format!("{} {}\n{}\n", bare.split_once(' ').unwrap().0, &body[..33], &body[33..]);
        let marked = format!("\u{feff}{public}");
        let commented = format!("# of the office\n\n{public}\r\n\r\n");
        for text in [public.clone(), rfc4716, broken, marked, commented] {
            assert_eq!(public_of(&text), bare, "{text}");
        }
    }

    #[test]
    fn what_is_not_read_is_known_and_says_what_makes_it_a_key() {
        let why = |text: &str| read(text).unwrap_err();
        assert_eq!(why("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"), NoKey::Putty);
        assert_eq!(why("-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----\n"), NoKey::Pem);
        assert_eq!(
            why("-----BEGIN ENCRYPTED PRIVATE KEY-----\n-----END ENCRYPTED PRIVATE KEY-----\n"),
            NoKey::Pem
        );
        assert_eq!(why("ssh-ed25519-cert-v01@openssh.com AAAA lin"), NoKey::Certificate);
        for text in
            ["", "\n", "a note", "ssh-ed25519", "ssh-ed25519 AAAA", &format!("{BEGIN}\nAAAA\n{END}\n")]
        {
            assert_eq!(why(text), NoKey::Unreadable, "{text:?}");
        }
        let other = [b"\0\0\0\x13ecdsa-sha2-nistp521".as_slice(), &[0; 40]].concat();
        let other = format!("ecdsa-sha2-nistp521 {}", Base64::encode_string(&other));
        assert_eq!(why(&other), NoKey::Other(BadKey::OtherKind("ecdsa-sha2-nistp521".to_owned())));
    }
}
