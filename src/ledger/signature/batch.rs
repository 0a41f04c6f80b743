//! Checks many Ed25519 signatures together, with the verdict of the strict check of each.
//!
//! The usual batch equation takes one random multiple of each signature's error and asks whether all of them add up to
//! nothing. It is quicker than the strict check, and not the same: an error of small order vanishes in every eighth to
//! second multiple, and two of them take each other away, so that a signer who wants to can write what passes here and
//! fails there. (`ed25519-dalek`'s `verify_batch` also draws its multiples from the signatures alone: whoever makes one
//! can try until it passes.) Here sums over random halves of the signatures are asked for instead. A half that has an
//! odd one out adds up to nothing at most every second time, whatever group the error lies in; all 128 do so once
//! in 2^128. What is no point in its reduced spelling, or of small order, is left to the strict check, as is a key with a
//! part of small order: a sum of its multiples is not the multiple of a sum that was reduced.

use std::collections::BTreeMap;

use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::{Identity as _, IsIdentity as _, VartimeMultiscalarMul as _};
use sha2::{Digest as _, Sha512};

/// How many halves are asked for.
const HALVES: usize = 128;
/// So many signatures are added in every combination once, and then looked up: fewer additions for each half.
const TOGETHER: usize = 5;
/// Below so many it is quicker to check one by one.
pub const LEAST: usize = 512;

/// What an Ed25519 signature claims: that its key made it over a message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Claim {
    key: [u8; 32],
    /// The signature's halves.
    point: [u8; 32],
    scalar: [u8; 32],
    /// The SHA-512 of point, key and message.
    challenge: [u8; 64],
}

impl Claim {
    pub fn new(key: [u8; 32], signature: &[u8; 64], signed: &[u8]) -> Self {
        let (mut point, mut scalar) = ([0; 32], [0; 32]);
        point.copy_from_slice(&signature[..32]);
        scalar.copy_from_slice(&signature[32..]);
        let hash = Sha512::new().chain_update(point).chain_update(key).chain_update(signed);
        Self { key, point, scalar, challenge: hash.finalize().into() }
    }
}

/// Tells whether a number is below 2^255 - 19: at or above it, it is the second spelling of a smaller one (RFC 8032,
/// section 5.1.3).
pub(super) fn is_reduced(bytes: &[u8; 32]) -> bool {
    bytes[0] < 0xed || bytes[1..31] != [0xff; 30] || bytes[31] & 0x7f != 0x7f
}

/// Returns a point in its reduced spelling that is not of small order.
fn point(bytes: &[u8; 32]) -> Option<EdwardsPoint> {
    let point = CompressedEdwardsY(*bytes).decompress().filter(|_| is_reduced(bytes))?;
    (!point.is_small_order()).then_some(point)
}

/// Tells whether every claim holds by the strict check; where it says no, one by one has to tell which do.
pub fn all_hold(claims: &[Claim]) -> bool {
    claims.len() >= LEAST && sums(claims).is_some_and(|sums| sums.iter().all(EdwardsPoint::is_identity))
}

/// Returns, for each random half of the claims, the sum of their errors: point + challenge · key - scalar · base.
fn sums(claims: &[Claim]) -> Option<Vec<EdwardsPoint>> {
    let mut by_key: BTreeMap<[u8; 32], Vec<(usize, &Claim)>> = BTreeMap::new();
    for (at, claim) in claims.iter().enumerate() {
        by_key.entry(claim.key).or_default().push((at, claim));
    }
    let seed = seed(claims);
    let mut points = vec![EdwardsPoint::identity(); HALVES];
    let mut scalars = vec![Scalar::ZERO; HALVES];
    let mut keys = Vec::new();
    for (key, its) in &by_key {
        let key = point(key).filter(EdwardsPoint::is_torsion_free)?;
        let mut challenges = vec![Scalar::ZERO; HALVES];
        for few in its.chunks(TOGETHER) {
            let table = Table::of(few)?;
            let drawn: Vec<u128> = few.iter().map(|(at, _)| draw(&seed, *at)).collect();
            for half in 0..HALVES {
                let bit = |of: u128| usize::from(of >> half & 1 == 1);
                let chosen = drawn.iter().enumerate().fold(0, |chosen, (n, of)| chosen | bit(*of) << n);
                if chosen > 0 {
                    points[half] += table.points[chosen];
                    scalars[half] += table.scalars[chosen];
                    challenges[half] += table.challenges[chosen];
                }
            }
        }
        keys.push((key, challenges));
    }
    let with_keys = |half: usize| {
        let factors = keys.iter().map(|(_, challenges)| challenges[half]).chain([-scalars[half]]);
        let of = keys.iter().map(|(key, _)| *key).chain([ED25519_BASEPOINT_POINT]);
        points[half] + EdwardsPoint::vartime_multiscalar_mul(factors, of)
    };
    Some((0..HALVES).map(with_keys).collect())
}

/// The sums of every combination of a few claims of one key, by the bits of its place.
struct Table {
    points: Vec<EdwardsPoint>,
    scalars: Vec<Scalar>,
    challenges: Vec<Scalar>,
}

impl Table {
    fn of(few: &[(usize, &Claim)]) -> Option<Self> {
        let mut table = Self {
            points: vec![EdwardsPoint::identity()],
            scalars: vec![Scalar::ZERO],
            challenges: vec![Scalar::ZERO],
        };
        for (_, claim) in few {
            let point = point(&claim.point)?;
            let scalar = Option::<Scalar>::from(Scalar::from_canonical_bytes(claim.scalar))?;
            let challenge = Scalar::from_bytes_mod_order_wide(&claim.challenge);
            for at in 0..table.points.len() {
                table.points.push(table.points[at] + point);
                table.scalars.push(table.scalars[at] + scalar);
                table.challenges.push(table.challenges[at] + challenge);
            }
        }
        Some(table)
    }
}

/// What the halves are drawn from: all claims whole, so that none can be made to fit the draw. The same claims are
/// always judged alike.
fn seed(claims: &[Claim]) -> [u8; 64] {
    let mut hash = Sha512::new();
    for Claim { key, point, scalar, challenge } in claims {
        hash.update(key);
        hash.update(point);
        hash.update(scalar);
        hash.update(challenge);
    }
    hash.finalize().into()
}

/// Draws for one claim in which halves it is, a bit each.
fn draw(seed: &[u8; 64], at: usize) -> u128 {
    let drawn = Sha512::new().chain_update(seed).chain_update((at as u64).to_le_bytes()).finalize();
    drawn[..16].iter().fold(0, |bits, byte| bits << 8 | u128::from(*byte))
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::constants::EIGHT_TORSION;
    use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
    use sha2::Sha512;

    use super::*;

    const MANY: usize = LEAST + 88;

    struct Case {
        key: [u8; 32],
        signature: [u8; 64],
        message: Vec<u8>,
    }

    impl Case {
        fn claim(&self) -> Claim {
            Claim::new(self.key, &self.signature, &self.message)
        }

        fn strictly_holds(&self) -> bool {
            let key = VerifyingKey::from_bytes(&self.key)
                .ok()
                .filter(|key| is_reduced(&self.key) && !key.is_weak());
            key.is_some_and(|key| {
                key.verify_strict(&self.message, &Signature::from_bytes(&self.signature)).is_ok()
            })
        }
    }

    /// Signatures by seven keys that all hold.
    fn good() -> Vec<Case> {
        (0..MANY)
            .map(|n| {
                let key = SigningKey::from_bytes(&[n as u8 % 7 + 1; 32]);
                let message = n.to_le_bytes().to_vec();
                let signature = key.sign(&message).to_bytes();
                Case { key: key.verifying_key().to_bytes(), signature, message }
            })
            .collect()
    }

    /// Signs with a point and a key that have a part of small order: what a signer can do who wants to.
    fn crafted(n: u64, of_point: usize, of_key: usize) -> Case {
        let secret = Scalar::from(7777 + n);
        let key = (EdwardsPoint::mul_base(&secret) + EIGHT_TORSION[of_key]).compress().to_bytes();
        let nonce = Scalar::from(9999 + n);
        let point = (EdwardsPoint::mul_base(&nonce) + EIGHT_TORSION[of_point]).compress().to_bytes();
        let message = n.to_le_bytes().to_vec();
        let hash = Sha512::new().chain_update(point).chain_update(key).chain_update(&message);
        let challenge = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let scalar = (nonce + challenge * secret).to_bytes();
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&point);
        signature[32..].copy_from_slice(&scalar);
        Case { key, signature, message }
    }

    fn held(cases: &[Case]) -> bool {
        all_hold(&cases.iter().map(Case::claim).collect::<Vec<_>>())
    }

    #[test]
    fn what_holds_one_by_one_holds_together_and_one_that_does_not_is_enough() {
        let mut cases = good();
        assert!(held(&cases) && cases.iter().all(Case::strictly_holds));
        for at in [0, 1, MANY / 2, MANY - 1] {
            for byte in [0, 31, 32, 63] {
                cases[at].signature[byte] ^= 4;
                assert!(!held(&cases), "claim {at}, byte {byte}");
                cases[at].signature[byte] ^= 4;
            }
            cases[at].message.push(0);
            assert!(!held(&cases), "claim {at}, its message");
            cases[at].message.pop();
        }
        assert!(held(&cases));
    }

    #[test]
    fn an_error_of_small_order_is_found_alone_and_where_another_takes_it_away() {
        for torsion in 1..8 {
            for others in [&[][..], &[8 - torsion], &[torsion]] {
                let mut cases = good();
                for (n, part) in std::iter::once(&torsion).chain(others).enumerate() {
                    let bad = crafted(n as u64, *part, 0);
                    assert!(!bad.strictly_holds(), "of order {torsion}");
                    cases[n * 40] = bad;
                }
                assert!(!held(&cases), "of order {torsion}, with {others:?}");
            }
        }
        // Without the part of small order it is a signature like any other.
        let mut cases = good();
        cases[3] = crafted(1, 0, 0);
        assert!(cases[3].strictly_holds() && held(&cases));
    }

    #[test]
    fn a_key_with_a_part_of_small_order_is_left_to_the_strict_check() {
        let mut strictly = 0;
        for n in 0..16 {
            let mut cases = good();
            cases[5] = crafted(n, 0, 4);
            strictly += usize::from(cases[5].strictly_holds());
            assert!(!held(&cases));
        }
        assert!(
            (1..16).contains(&strictly),
            "some hold by the strict check, and none is taken here: {strictly}"
        );
    }

    #[test]
    fn other_spellings_and_points_of_small_order_are_left_to_the_strict_check() {
        let order: [u8; 32] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
        ];
        let mut cases = good();
        // The same number, greater by the order of the group.
        let mut carry = 0;
        for (byte, add) in cases[9].signature[32..].iter_mut().zip(order) {
            let sum = u16::from(*byte) + u16::from(add) + carry;
            (*byte, carry) = (sum as u8, sum >> 8);
        }
        assert!(!cases[9].strictly_holds() && !held(&cases));
        for small in EIGHT_TORSION {
            let mut cases = good();
            cases[9].signature[..32].copy_from_slice(small.compress().as_bytes());
            assert!(!cases[9].strictly_holds() && !held(&cases));
            let mut cases = good();
            cases[9].key = small.compress().to_bytes();
            assert!(!cases[9].strictly_holds() && !held(&cases));
        }
        assert!(!is_reduced(&[0xff; 32]) && is_reduced(&[0; 32]));
    }

    #[test]
    fn few_are_left_to_the_strict_check() {
        let cases = good();
        assert!(!held(&cases[..LEAST - 1]) && held(&cases[..LEAST]) && !held(&[]));
    }
}
