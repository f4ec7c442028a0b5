//! From an expression to its value.

use super::fault::Fault;
use super::parser::Expression;
use super::value::Value;

/// Calculates an expression, operands before operators.
pub(super) fn value_of(expression: &Expression) -> Result<Value, Fault> {
    match expression {
        Expression::Number(number) => Ok(number.clone()),
        Expression::Negation(operand) => value_of(operand).map(Value::negated),
        Expression::Operation(left, operator, right) => value_of(left)?.combine(*operator, &value_of(right)?),
    }
}
