//! From an exact quotient of integers to the nearest float.

use num_bigint::BigUint;
use num_traits::{ToPrimitive, Zero};

use super::fault::Fault;

/// The bits of a float's fraction, the leading one included.
const PRECISION: i64 = 53;

/// The last bit of the smallest floats is worth two to this power. They have fewer bits than the
/// others, since there is nothing smaller.
const SMALLEST: i64 = -1074;

/// Every float is less than two to this power.
const TOP: i64 = 1024;

/// Bits calculated beyond those that a float keeps. The last one only says whether anything at
/// all follows: "just in the middle between two floats" differs by that from "past the middle".
const EXTRA: i64 = 2;

/// The float nearest to `left / right`; the even one of two that are equally near.
///
/// # Errors
/// When the quotient is too large for a float, or `right` is zero.
pub(super) fn nearest_quotient(left: &BigUint, right: &BigUint) -> Result<f64, Fault> {
    if right.is_zero() {
        return Err(Fault::DivisionByZero);
    }
    // The quotient lies between 2^(magnitude - 1) and 2^(magnitude + 1).
    let magnitude = bits(left) - bits(right);
    if magnitude > TOP {
        return Err(Fault::Overflow);
    }
    // What the last bit of the calculated quotient is worth, as a power of two.
    let scale = (magnitude - PRECISION).max(SMALLEST) - EXTRA;
    let numerator = left << scale.min(0).unsigned_abs();
    let denominator = right << scale.max(0).unsigned_abs();
    let quotient = &numerator / &denominator;
    let anything_left = &quotient * &denominator != numerator;
    // At most PRECISION + EXTRA + 1 bits, so this is never an overflow.
    let quotient = quotient.to_u64().ok_or(Fault::Overflow)? | u64::from(anything_left);

    let surplus = (i64::from(u64::BITS - quotient.leading_zeros()) - PRECISION).max(EXTRA);
    let value = exact_float(without_bits(quotient, surplus), scale + surplus);
    if value.is_finite() { Ok(value) } else { Err(Fault::Overflow) }
}

/// How many bits a number takes.
fn bits(number: &BigUint) -> i64 {
    i64::try_from(number.bits()).unwrap_or(i64::MAX / 2)
}

/// Rounds `surplus` bits off the end: to the nearest number, to the even one from the middle.
fn without_bits(number: u64, surplus: i64) -> u64 {
    let (kept, lost) = (number >> surplus, number & ((1 << surplus) - 1));
    let half = 1 << (surplus - 1);
    let up = lost > half || lost == half && kept % 2 == 1;
    kept + u64::from(up)
}

/// `number * 2**exponent`, for a number and a product that are floats, or infinity.
fn exact_float(number: u64, exponent: i64) -> f64 {
    // In two steps: two to the power of -1074 is a float, but not one that has all its bits.
    let half = exponent / 2;
    number as f64 * power_of_two(half) * power_of_two(exponent - half)
}

/// Made from the bits of the exponent, which a float stores with 1023 added.
fn power_of_two(exponent: i64) -> f64 {
    f64::from_bits((exponent + 1023).unsigned_abs() << (PRECISION - 1))
}
