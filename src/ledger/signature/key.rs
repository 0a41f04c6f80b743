//! Public keys that may sign, and which of their signatures hold.

use std::fmt;

use base64ct::{Base64, Base64Unpadded, Encoding as _};
use ed25519_dalek::VerifyingKey;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, RSA_PKCS1_2048_8192_SHA512, RsaPublicKeyComponents,
    UnparsedPublicKey, VerificationAlgorithm,
};
use sha2::{Digest as _, Sha256};

use super::batch;
use super::curve::{Curve, P256, P384};
use super::kind::{self, Kind};
use super::wire::{Parts, Writing};

/// How many bits the modulus of an RSA key may have: less is broken too soon, and more no other program takes.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// The flag byte and the counter that a security token signs beside.
pub const BESIDE: usize = 5;

/// A public key of one of the kinds that may sign.
#[derive(Clone)]
pub struct PublicKey {
    /// As SSH writes it.
    wire: Vec<u8>,
    numbers: Numbers,
}

/// What a key is made of.
#[derive(Clone)]
enum Numbers {
    Ed25519([u8; 32]),
    /// With the application that a security token signs for.
    SkEd25519([u8; 32], Vec<u8>),
    Ecdsa(Curve, Vec<u8>),
    SkEcdsa(Vec<u8>, Vec<u8>),
    Rsa {
        exponent: Vec<u8>,
        modulus: Vec<u8>,
    },
}

/// A text that is no public key that may sign.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum BadKey {
    #[error("it is no public key of OpenSSH")]
    Unreadable,
    #[error(
        "keys of the kind {0} do not sign here; Ed25519, ECDSA of P-256 or P-384, and RSA do: make one with `trellis \
         identity new`"
    )]
    OtherKind(String),
    #[error("it is a weak key, which any text is signed by; make another with `trellis identity new`")]
    Weak,
    #[error(
        "it is an RSA key of {0} bits, and {least} to {most} sign here; make another with `trellis identity new`",
        least = RSA_BITS.start(), most = RSA_BITS.end()
    )]
    Bits(usize),
}

impl PublicKey {
    /// Reads `KEYTYPE BASE64`, with or without a comment behind.
    pub fn from_openssh(text: &str) -> Result<Self, BadKey> {
        let mut words = text.split_whitespace();
        let (Some(kind), Some(base64)) = (words.next(), words.next()) else { return Err(BadKey::Unreadable) };
        let wire = Base64::decode_vec(base64).map_err(|_not_base64| BadKey::Unreadable)?;
        let key = Self::from_wire(&wire)?;
        if key.kind().name() == kind { Ok(key) } else { Err(BadKey::Unreadable) }
    }

    /// Reads a key as SSH writes it.
    pub(in crate::ledger) fn from_wire(wire: &[u8]) -> Result<Self, BadKey> {
        if let Some(kind) = kind::unknown(wire) {
            return Err(BadKey::OtherKind(kind));
        }
        let numbers = Numbers::read(wire).ok_or(BadKey::Unreadable)?;
        numbers.check()?;
        Ok(Self { wire: wire.to_vec(), numbers })
    }

    /// Returns an Ed25519 key, without seeing whether it is a proper one.
    pub(in crate::ledger) fn ed25519(key: [u8; 32]) -> Self {
        let wire = Writing::default().string(Kind::Ed25519.name().as_bytes()).string(&key).0;
        Self { wire, numbers: Numbers::Ed25519(key) }
    }

    /// Returns the key as SSH writes it.
    pub(in crate::ledger) fn wire(&self) -> &[u8] {
        &self.wire
    }

    pub fn kind(&self) -> Kind {
        match &self.numbers {
            Numbers::Ed25519(_) => Kind::Ed25519,
            Numbers::SkEd25519(..) => Kind::SkEd25519,
            Numbers::Ecdsa(curve, _) if *curve == P256 => Kind::EcdsaP256,
            Numbers::Ecdsa(..) => Kind::EcdsaP384,
            Numbers::SkEcdsa(..) => Kind::SkEcdsaP256,
            Numbers::Rsa { .. } => Kind::Rsa,
        }
    }

    /// Returns how many bytes a token writes behind its signature.
    pub(super) fn beside(&self) -> usize {
        if matches!(self.numbers, Numbers::SkEd25519(..) | Numbers::SkEcdsa(..)) { BESIDE } else { 0 }
    }

    /// Returns the one spelling of `proof`, which an agent may give another: of ECDSA's two second numbers the lesser, and
    /// of RSA as many bytes as the modulus has. Nothing where it can be no signature by this key.
    pub(super) fn spelt(&self, proof: &[u8]) -> Option<Vec<u8>> {
        match &self.numbers {
            Numbers::Ed25519(_) | Numbers::SkEd25519(..) => (proof.len() == 64).then(|| proof.to_vec()),
            Numbers::Ecdsa(curve, _) => lesser(*curve, proof),
            Numbers::SkEcdsa(..) => lesser(P256, proof),
            Numbers::Rsa { modulus, .. } => {
                let missing = modulus.len().checked_sub(proof.len())?;
                Some([&vec![0; missing], proof].concat())
            }
        }
    }

    /// Returns the bytes of an ssh-ed25519 key.
    pub fn as_ed25519(&self) -> Option<&[u8; 32]> {
        if let Numbers::Ed25519(key) = &self.numbers { Some(key) } else { None }
    }

    /// Tells whether an ssh-ed25519 key signed these very bytes, with nothing of SSH around them.
    pub(in crate::ledger) fn made_plainly(&self, signed: &[u8], signature: &[u8]) -> bool {
        self.as_ed25519().is_some_and(|key| strictly(key, signed, signature))
    }

    /// Tells whether the key made `proof`, and what its token wrote `beside`, over `signed`; only in its one spelling.
    pub(super) fn made(&self, signed: &[u8], proof: &[u8], beside: &[u8]) -> bool {
        if self.spelt(proof).is_none_or(|spelt| spelt != proof) || beside.len() != self.beside() {
            return false;
        }
        // A security token signs a hash, and one flag byte and a counter beside (PROTOCOL.u2f).
        let by_token = |application: &[u8]| {
            [&Sha256::digest(application)[..], beside, &Sha256::digest(signed)[..]].concat()
        };
        match &self.numbers {
            Numbers::Ed25519(key) => strictly(key, signed, proof),
            Numbers::SkEd25519(key, application) => strictly(key, &by_token(application), proof),
            Numbers::Ecdsa(curve, point) => by_curve(*curve, point, signed, proof),
            Numbers::SkEcdsa(point, application) => by_curve(P256, point, &by_token(application), proof),
            Numbers::Rsa { exponent: e, modulus: n } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA512, signed, proof).is_ok()
            }
        }
    }

    /// Returns `KEYTYPE BASE64`.
    pub fn to_openssh(&self) -> String {
        format!("{} {}", self.kind().name(), Base64::encode_string(&self.wire))
    }

    /// Returns `SHA256:…`, as `ssh-keygen -l` prints it.
    pub fn fingerprint(&self) -> String {
        format!("SHA256:{}", Base64Unpadded::encode_string(&Sha256::digest(&self.wire)))
    }
}

impl Numbers {
    fn read(wire: &[u8]) -> Option<Self> {
        let mut parts = Parts(wire);
        let kind = Kind::of(parts.string()?)?;
        let curve = |parts: &mut Parts<'_>, curve: Curve| {
            (parts.string()? == curve.name.as_bytes()).then_some(())?;
            parts.string().map(<[u8]>::to_vec)
        };
        let numbers = match kind {
            Kind::Ed25519 => Self::Ed25519(parts.string()?.try_into().ok()?),
            Kind::SkEd25519 => Self::SkEd25519(parts.string()?.try_into().ok()?, parts.string()?.to_vec()),
            Kind::EcdsaP256 => Self::Ecdsa(P256, curve(&mut parts, P256)?),
            Kind::EcdsaP384 => Self::Ecdsa(P384, curve(&mut parts, P384)?),
            Kind::SkEcdsaP256 => Self::SkEcdsa(curve(&mut parts, P256)?, parts.string()?.to_vec()),
            Kind::Rsa => {
                Self::Rsa { exponent: parts.positive()?.to_vec(), modulus: parts.positive()?.to_vec() }
            }
        };
        parts.end().map(|()| numbers)
    }

    /// Refuses a key by which a signature says nothing.
    fn check(&self) -> Result<(), BadKey> {
        let on = |curve: Curve, point: &[u8]| curve.has(point).then_some(()).ok_or(BadKey::Unreadable);
        match self {
            Self::Ed25519(key) | Self::SkEd25519(key, _) => proper(key).map(|_| ()).ok_or(BadKey::Weak),
            Self::Ecdsa(curve, point) => on(*curve, point),
            Self::SkEcdsa(point, _) => on(P256, point),
            Self::Rsa { exponent, modulus } => {
                let zeros = modulus.first().map_or(0, |first| first.leading_zeros() as usize);
                let bits = modulus.len() * 8 - zeros;
                let odd = |number: &[u8]| number.last().is_some_and(|last| last & 1 == 1);
                // With 1 as the exponent every text is its own signature; above 33 bits `ring` takes none.
                let usual = exponent.len() < 5 && *exponent != [1];
                match (RSA_BITS.contains(&bits), usual && odd(exponent) && odd(modulus)) {
                    (false, _) => Err(BadKey::Bits(bits)),
                    (_, false) => Err(BadKey::Weak),
                    _ => Ok(()),
                }
            }
        }
    }
}

/// Returns a point of Ed25519, if it is in its reduced spelling and of full order.
fn proper(key: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(key).ok().filter(|point| batch::is_reduced(key) && !point.is_weak())
}

fn strictly(key: &[u8; 32], signed: &[u8], proof: &[u8]) -> bool {
    let Ok(signature) = ed25519_dalek::Signature::from_slice(proof) else { return false };
    proper(key).is_some_and(|key| key.verify_strict(signed, &signature).is_ok())
}

/// Reads the two numbers of an ECDSA signature (RFC 5656, section 3.1.2).
fn pair(proof: &[u8]) -> Option<[&[u8]; 2]> {
    let mut parts = Parts(proof);
    let pair = [parts.positive()?, parts.positive()?];
    parts.end().map(|()| pair)
}

fn lesser(curve: Curve, proof: &[u8]) -> Option<Vec<u8>> {
    let [r, s] = pair(proof)?;
    Some(Writing::default().positive(r).positive(&curve.lesser(s)?).0)
}

fn by_curve(curve: Curve, point: &[u8], signed: &[u8], proof: &[u8]) -> bool {
    let algorithm: &dyn VerificationAlgorithm =
        if curve == P256 { &ECDSA_P256_SHA256_FIXED } else { &ECDSA_P384_SHA384_FIXED };
    let Some(numbers) = pair(proof) else { return false };
    let mut fixed = Vec::with_capacity(2 * curve.bytes);
    for number in numbers {
        let Some(missing) = curve.bytes.checked_sub(number.len()) else { return false };
        fixed.extend(std::iter::repeat_n(0, missing));
        fixed.extend_from_slice(number);
    }
    UnparsedPublicKey::new(algorithm, point).verify(signed, &fixed).is_ok()
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.wire == other.wire
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.fingerprint())
    }
}
