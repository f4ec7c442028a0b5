//! Integers of any size, up to a bound that keeps each operation short.

use num_bigint::{BigInt, BigUint};
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::fault::Fault;
use super::rounding::nearest_quotient;

/// The most bits of an integer: far more than a result may have, for what is calculated on the
/// way (`10**2000 // 10**1990`), and few enough for a multiplication to take no time.
const MOST_BITS: u64 = 1 << 15;

/// Passes a value on unless it is too large.
pub(super) fn bounded(value: BigInt) -> Result<BigInt, Fault> {
    if value.bits() <= MOST_BITS { Ok(value) } else { Err(Fault::HugeInteger) }
}

/// `(left // right, left % right)`: rounded towards minus infinity, so that the remainder has the
/// sign of the divisor.
pub(super) fn floor_division(left: &BigInt, right: &BigInt) -> Result<(BigInt, BigInt), Fault> {
    if right.is_zero() { Err(Fault::DivisionByZero) } else { Ok(left.div_mod_floor(right)) }
}

/// `left ** right`, or `None` when the exponent is negative: that makes a float.
pub(super) fn power(left: &BigInt, right: &BigInt) -> Result<Option<BigInt>, Fault> {
    if right.is_negative() {
        return Ok(None);
    }
    if left.magnitude() <= &BigUint::one() && !right.is_zero() {
        // 0, 1 and -1 stay small whatever the exponent.
        let power = if right.is_even() { left * left } else { left.clone() };
        return Ok(Some(power));
    }
    // At least this many bits, known before anything is calculated: `9**9**9` is refused at once.
    let fits = |exponent: &u32| left.bits().saturating_sub(1).saturating_mul(u64::from(*exponent)) <= MOST_BITS;
    let exponent = right.to_u32().filter(fits).ok_or(Fault::HugeInteger)?;
    Ok(Some(left.pow(exponent)))
}

/// The nearest float.
pub(super) fn to_float(value: &BigInt) -> Result<f64, Fault> {
    division(value, &BigInt::one())
}

/// `left / right`: the float that is nearest to the exact quotient, with one rounding only. To
/// make floats of the two first would round three times, and fail for large ones.
pub(super) fn division(left: &BigInt, right: &BigInt) -> Result<f64, Fault> {
    // As CPython does it, a zero keeps the sign: `0 / -5` is `-0.0`.
    let sign = if left.is_negative() == right.is_negative() { 1.0 } else { -1.0 };
    let quotient = nearest_quotient(left.magnitude(), right.magnitude())?;
    Ok(sign * quotient)
}
