//! Private keys that sign here.

use ed25519_dalek::{Signer as _, SigningKey};
use num_bigint::BigUint;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPairComponents, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA512,
    RsaKeyPair,
};

use crate::ledger::signature::wire::{Parts, Writing};
use crate::ledger::signature::{Kind, PublicKey};

/// A private key whose two halves were seen to belong together.
pub enum Secret {
    Ed25519(Box<SigningKey>),
    Ecdsa(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
}

/// Why a private key does not sign here.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NoSecret {
    /// It is on a security token, or of a size that only others sign with: an agent does.
    Elsewhere,
    /// It is not what its form says, or its halves do not belong together.
    Wrong,
}

impl Secret {
    /// Reads the fields of the private half of `public` (OpenSSH's `PROTOCOL.key`, section 3).
    pub fn read(public: &PublicKey, fields: &mut Parts<'_>) -> Result<Self, NoSecret> {
        match public.kind() {
            Kind::Ed25519 => ed25519(public, fields).ok_or(NoSecret::Wrong),
            Kind::EcdsaP256 | Kind::EcdsaP384 => ecdsa(public, fields).ok_or(NoSecret::Wrong),
            Kind::Rsa => rsa(public, fields),
            Kind::SkEd25519 | Kind::SkEcdsaP256 => Err(NoSecret::Elsewhere),
        }
    }

    /// Returns what SSH writes of a signature over `signed`.
    pub fn sign(&self, signed: &[u8]) -> Option<Vec<u8>> {
        let random = SystemRandom::new();
        match self {
            Self::Ed25519(key) => Some(key.sign(signed).to_bytes().to_vec()),
            Self::Ecdsa(key) => {
                let fixed = key.sign(&random, signed).ok()?;
                let (r, s) = fixed.as_ref().split_at(fixed.as_ref().len() / 2);
                Some(Writing::default().positive(r).positive(s).0)
            }
            Self::Rsa(key) => {
                let mut made = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA512, &random, signed, &mut made).ok()?;
                Some(made)
            }
        }
    }
}

fn ed25519(public: &PublicKey, fields: &mut Parts<'_>) -> Option<Secret> {
    let _again = fields.string()?;
    let halves: &[u8; 64] = fields.string()?.try_into().ok()?;
    let key = SigningKey::from_keypair_bytes(halves).ok()?;
    let own = PublicKey::ed25519(key.verifying_key().to_bytes());
    (own == *public).then(|| Secret::Ed25519(Box::new(key)))
}

fn ecdsa(public: &PublicKey, fields: &mut Parts<'_>) -> Option<Secret> {
    let (algorithm, bytes) = match public.kind() {
        Kind::EcdsaP384 => (&ECDSA_P384_SHA384_FIXED_SIGNING, 48_usize),
        _ => (&ECDSA_P256_SHA256_FIXED_SIGNING, 32),
    };
    let [curve, point] = [fields.string()?, fields.string()?];
    let name = public.kind().name().as_bytes();
    is_of(public, &Writing::default().string(name).string(curve).string(point)).then_some(())?;
    // Written without its leading zeros, as every 256th has one.
    let number = fields.positive()?;
    let private = [&vec![0; bytes.checked_sub(number.len())?], number].concat();
    let key = EcdsaKeyPair::from_private_key_and_public_key(algorithm, &private, point, &SystemRandom::new())
        .ok()?;
    Some(Secret::Ecdsa(Box::new(key)))
}

fn rsa(public: &PublicKey, fields: &mut Parts<'_>) -> Result<Secret, NoSecret> {
    let mut number = || fields.positive().ok_or(NoSecret::Wrong);
    let [modulus, exponent, private] = [number()?, number()?, number()?];
    let [inverse, first, second] = [number()?, number()?, number()?];
    let own = Writing::default().string(Kind::Rsa.name().as_bytes()).positive(exponent).positive(modulus);
    // Primes of 2048 bits in all have 128 bytes each; nothing is divided by less than a prime.
    if !is_of(public, &own) || first.len().min(second.len()) < 64 {
        return Err(NoSecret::Wrong);
    }
    // OpenSSH leaves away what follows from the others (RFC 8017, section 3.2).
    let less = |prime: &[u8]| {
        (BigUint::from_bytes_be(private) % (BigUint::from_bytes_be(prime) - 1_u8)).to_bytes_be()
    };
    let whole = KeyPairComponents {
        public_key: PublicKeyComponents { n: modulus, e: exponent },
        d: private,
        p: first,
        q: second,
        dP: &less(first),
        dQ: &less(second),
        qInv: inverse,
    };
    // `ring` signs with 2048 to 4096 bits whose primes are of one length; with others an agent does.
    RsaKeyPair::from_components(&whole)
        .map(|key| Secret::Rsa(Box::new(key)))
        .map_err(|_other| NoSecret::Elsewhere)
}

/// Tells whether the public half that stands beside the private one is the one in the clear, by whose name is signed.
fn is_of(public: &PublicKey, own: &Writing) -> bool {
    public.wire() == own.0
}

impl std::fmt::Debug for Secret {
    /// Says nothing of the key.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}
