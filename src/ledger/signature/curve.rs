//! The curves of ECDSA keys: P-256 and P-384, with the numbers of NIST SP 800-186, section 3.2.1.

use num_bigint::BigUint;

/// A curve y² = x³ - 3x + b.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Curve {
    /// As keys name it (RFC 5656, section 10.1).
    pub name: &'static str,
    /// How many bytes a coordinate, and a number of a signature, has.
    pub bytes: usize,
    prime: &'static str,
    b: &'static str,
    order: &'static str,
}

pub const P256: Curve = Curve {
    name: "nistp256",
    bytes: 32,
    prime: "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    b: "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    order: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
};

pub const P384: Curve = Curve {
    name: "nistp384",
    bytes: 48,
    prime: "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff",
    b: "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef",
    order: "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973",
};

impl Curve {
    /// Tells whether bytes are a point of the curve, uncompressed (SEC 1, section 2.3.3).
    pub fn has(self, point: &[u8]) -> bool {
        let Some((&4, coordinates)) = point.split_first() else { return false };
        let Some((x, y)) = coordinates.split_at_checked(self.bytes) else { return false };
        let prime = number(self.prime);
        let [x, y] = [x, y].map(BigUint::from_bytes_be);
        // - 3x, as what is added to the prime's multiple.
        let right = (&x * &x * &x + (&prime * 3_u8 - &x % &prime * 3_u8) + number(self.b)) % &prime;
        coordinates.len() == 2 * self.bytes && x < prime && y < prime && &y * &y % &prime == right
    }

    /// Returns the lesser of the two numbers that a signature may have as its second, since with `s` the order less `s`
    /// holds, too; nothing where it is no number below the order.
    pub fn lesser(self, s: &[u8]) -> Option<Vec<u8>> {
        let (order, s) = (number(self.order), BigUint::from_bytes_be(s));
        (s < order).then(|| (&order - &s).min(s).to_bytes_be())
    }
}

fn number(hexadecimal: &str) -> BigUint {
    BigUint::parse_bytes(hexadecimal.as_bytes(), 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hexadecimal: &str) -> Vec<u8> {
        base16ct::lower::decode_vec(hexadecimal).unwrap()
    }

    /// The base points, as SP 800-186 gives them.
    const BASES: [(Curve, &str); 2] = [
        (
            P256,
            "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b31\
             5ececbb6406837bf51f5",
        ),
        (
            P384,
            "04aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b9859f741e082542a385502f25dbf55296c3a545e3872760ab73617de4a9626\
             2c6f5d9e98bf9292dc29f8f41dbd289a147ce9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f",
        ),
    ];

    #[test]
    fn a_base_point_is_of_its_curve_and_nothing_near_it_is() {
        for (curve, base) in BASES {
            let base = bytes(base);
            assert!(curve.has(&base), "{}", curve.name);
            for bit in 0..base.len() * 8 {
                let mut other = base.clone();
                other[bit / 8] ^= 1 << (bit % 8);
                assert!(!curve.has(&other), "{}, bit {bit}", curve.name);
            }
            let longer = [&base[..], &[0]].concat();
            for other in [&[][..], &[4], &base[..base.len() - 1], &longer] {
                assert!(!curve.has(other), "{}", curve.name);
            }
        }
        assert!(!P256.has(&bytes(BASES[1].1)) && !P384.has(&bytes(BASES[0].1)));
    }

    #[test]
    fn of_a_number_and_the_order_less_it_the_lesser_is_taken() {
        for curve in [P256, P384] {
            let order = number(curve.order);
            let half = &order >> 1_u8;
            for (s, lesser) in [
                (BigUint::from(1_u8), BigUint::from(1_u8)),
                (half.clone(), half.clone()),
                (&half + 1_u8, half.clone()),
                (&order - 1_u8, BigUint::from(1_u8)),
            ] {
                assert_eq!(curve.lesser(&s.to_bytes_be()), Some(lesser.to_bytes_be()));
            }
            assert_eq!(curve.lesser(&order.to_bytes_be()), None);
        }
    }
}
