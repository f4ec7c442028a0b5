//! Floats as Python calculates with them and shows them.
//!
//! `+ - *` are the processor's and the same in every language. The rest is not: Python raises
//! exceptions where IEEE 754 has infinities, and rounds `//` towards minus infinity.

use super::fault::Fault;

/// `left / right`.
pub(super) fn division(left: f64, right: f64) -> Result<f64, Fault> {
    if right == 0.0 { Err(Fault::DivisionByZero) } else { Ok(left / right) }
}

/// `(left // right, left % right)`.
///
/// The remainder is exact and has the sign of the divisor, be it a zero. The quotient is made
/// from it, because `(left / right).floor()` may be one too large when the division rounds up.
pub(super) fn floor_division(left: f64, right: f64) -> Result<(f64, f64), Fault> {
    if right == 0.0 {
        return Err(Fault::DivisionByZero);
    }
    // Rust's `%` has the sign of the left-hand side, as C's.
    let mut remainder = left % right;
    let mut quotient = (left - remainder) / right;
    if remainder == 0.0 {
        remainder = 0.0_f64.copysign(right);
    } else if (remainder < 0.0) != (right < 0.0) {
        remainder += right;
        quotient -= 1.0;
    }
    let quotient = if quotient == 0.0 {
        0.0_f64.copysign(left / right)
    } else {
        // Whole but for a rounding error of the division above: the nearest whole number.
        let floor = quotient.floor();
        if quotient - floor > 0.5 { floor + 1.0 } else { floor }
    };
    Ok((quotient, remainder))
}

/// `left ** right`.
pub(super) fn power(left: f64, right: f64) -> Result<f64, Fault> {
    if left == 0.0 && right < 0.0 && right.is_finite() {
        return Err(Fault::DivisionByZero);
    }
    if left < 0.0 && left.is_finite() && right.is_finite() && right.fract() != 0.0 {
        return Err(Fault::Complex);
    }
    // C's `pow`, which says all the rest about zeros, infinities and what is no number.
    let power = left.powf(right);
    if power.is_infinite() && left.is_finite() && right.is_finite() { Err(Fault::Overflow) } else { Ok(power) }
}

/// The shortest text that reads back as the same float, in Python's form: with an exponent of at
/// least two digits when the number is very large or very small, else with a decimal point.
pub(super) fn show(value: f64) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    // `{:e}` gives as many digits as it takes: `-1.5e-7`, `1e16`; or `inf`.
    let shortest = format!("{value:e}");
    let Some((digits, Ok(exponent))) = shortest.split_once('e').map(|(d, e)| (d, e.parse::<i32>())) else {
        return shortest;
    };
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());

    // Of two texts that are equally short and equally near, Rust takes the larger, Python the one
    // with the even last digit. That is also what rounding to that many digits gives. The one
    // case in which that does not read back is that of a power of two, where floats are nearer to
    // each other on one side than on the other.
    let read_back = |rounded: &String| rounded.parse() == Ok(value);
    if (-4..16).contains(&exponent) {
        let after_the_point = usize::try_from(decimals as i32 - exponent).unwrap_or(0).max(1);
        // `{:?}` has a decimal point in this range.
        return Some(format!("{value:.after_the_point$}")).filter(read_back).unwrap_or_else(|| format!("{value:?}"));
    }
    let rounded = Some(format!("{value:.decimals$e}")).filter(read_back);
    let digits = rounded.as_ref().and_then(|rounded| rounded.split_once('e')).map_or(digits, |(digits, _)| digits);
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
