//! The calculator of step 2.5: Python's arithmetic and nothing else of Python.
//!
//! `eval` would run whatever a client sends, so the text goes another way, one module per stage:
//!
//! ```text
//! text → lexer → tokens → parser → expression → evaluation → value → text
//! ```
//!
//! Numbers, `+ - * / // % **` and parentheses are all there is, with the results that CPython
//! gives, to the last digit: integers without limit of size, floats of 64 bits.
//!
//! A client must not be able to keep the server busy either. Four bounds see to that: the length
//! of an expression, how deep it is nested, the size of an integer on the way, and the length of
//! the result. Each step of the calculation is short within them, and there are few.

mod evaluation;
mod fault;
mod float;
mod integer;
mod lexer;
mod parser;
mod rounding;
mod value;

use crate::message::{ONE_READ, text};

pub use fault::Fault;

/// The longest expression, in bytes: what the lab's programs read at a time.
const LONGEST_EXPRESSION: usize = ONE_READ;

/// The longest result, in bytes: every client gets it in one read.
const LONGEST_RESULT: usize = ONE_READ;

/// The answer to an expression: its value, or one line that begins with `Erreur : `.
pub fn answer(expression: &[u8]) -> String {
    evaluate(expression).unwrap_or_else(|fault| format!("Erreur : {fault}"))
}

/// The value of an expression, as Python's `str` shows it.
///
/// # Errors
/// Where Python raises an exception, and beyond the bounds of this calculator.
pub fn evaluate(expression: &[u8]) -> Result<String, Fault> {
    if expression.len() > LONGEST_EXPRESSION {
        return Err(Fault::LongExpression(LONGEST_EXPRESSION));
    }
    let tokens = lexer::tokens(text(expression).trim())?;
    let expression = parser::parse(tokens)?;
    evaluation::value_of(&expression)?.show(LONGEST_RESULT)
}

#[cfg(test)]
mod tests;
