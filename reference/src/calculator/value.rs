//! A value, integer or float, and the operators that make one of two.

use num_bigint::BigInt;

use super::fault::Fault;
use super::{float, integer};

/// A number as Python has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// `int`: exact, of any size.
    Integer(BigInt),
    /// `float`: 64 bits, as IEEE 754 says.
    Float(f64),
}

/// What stands between two values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `//`
    FloorDivide,
    /// `%`
    Modulo,
    /// `**`
    Power,
}

impl Value {
    pub(super) fn negated(self) -> Self {
        match self {
            Self::Integer(value) => Self::Integer(-value),
            Self::Float(value) => Self::Float(-value),
        }
    }

    /// Two integers are calculated with exactly. As soon as one of the two is a float, so is the
    /// other, and the result.
    pub(super) fn combine(&self, operator: Operator, right: &Self) -> Result<Self, Fault> {
        match (self, right) {
            (Self::Integer(left), Self::Integer(right)) => combine_integers(left, operator, right),
            _ => combine_floats(self.to_float()?, operator, right.to_float()?).map(Self::Float),
        }
    }

    /// An integer too large for a float is a fault: Python does not make it infinity.
    fn to_float(&self) -> Result<f64, Fault> {
        match self {
            Self::Integer(value) => integer::to_float(value),
            Self::Float(value) => Ok(*value),
        }
    }

    /// The value as text, if it takes no more than so many bytes.
    pub(super) fn show(&self, longest: usize) -> Result<String, Fault> {
        let shown = match self {
            Self::Integer(value) => value.to_string(),
            Self::Float(value) => float::show(*value),
        };
        if shown.len() <= longest { Ok(shown) } else { Err(Fault::LongResult(longest)) }
    }
}

fn combine_integers(left: &BigInt, operator: Operator, right: &BigInt) -> Result<Value, Fault> {
    let value = match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::FloorDivide => integer::floor_division(left, right)?.0,
        Operator::Modulo => integer::floor_division(left, right)?.1,
        // The two operators that may lead out of the integers.
        Operator::Divide => return integer::division(left, right).map(Value::Float),
        Operator::Power => match integer::power(left, right)? {
            Some(power) => power,
            None => return float::power(integer::to_float(left)?, integer::to_float(right)?).map(Value::Float),
        },
    };
    integer::bounded(value).map(Value::Integer)
}

fn combine_floats(left: f64, operator: Operator, right: f64) -> Result<f64, Fault> {
    match operator {
        Operator::Add => Ok(left + right),
        Operator::Subtract => Ok(left - right),
        Operator::Multiply => Ok(left * right),
        Operator::Divide => float::division(left, right),
        Operator::FloorDivide => float::floor_division(left, right).map(|(quotient, _)| quotient),
        Operator::Modulo => float::floor_division(left, right).map(|(_, remainder)| remainder),
        Operator::Power => float::power(left, right),
    }
}
