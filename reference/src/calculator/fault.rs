//! What can be wrong with an expression.

use std::error::Error;
use std::fmt::{self, Display};

/// Why an expression has no value. Each shows as one short line, in French.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Nothing but white space.
    Empty,
    /// More bytes than this.
    LongExpression(usize),
    /// A character that begins no number and no operator.
    Character(char),
    /// Begins like a number and is none: `1e`, `1__0`, `007`.
    Number,
    /// This token, or the end of the expression, where a number or `(` should be.
    NoOperand(Option<&'static str>),
    /// This token where an operator or the end should be: `2 3`, `1)`.
    NoOperator(&'static str),
    /// A `(` without its `)`.
    Unclosed,
    /// A `)` without its `(`.
    Unopened,
    /// More levels of parentheses, signs and powers than this.
    Deep(usize),
    /// The right-hand side of `/`, `//` or `%` is zero, or zero has a negative power.
    DivisionByZero,
    /// An integer with more digits than this calculator keeps.
    HugeInteger,
    /// The result of an operation on floats is too large for a float.
    Overflow,
    /// A power that is a complex number.
    Complex,
    /// The result takes more bytes than this.
    LongResult(usize),
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "l'expression est vide"),
            Self::LongExpression(most) => write!(f, "expression trop longue ({most} octets au plus)"),
            // Escaped: whatever the character is, the answer stays one line.
            Self::Character(character) => write!(
                f,
                "caractère inattendu '{}' (nombres, + - * / // % ** et parenthèses seulement)",
                character.escape_debug()
            ),
            Self::Number => write!(f, "nombre mal écrit"),
            Self::NoOperand(Some(token)) => write!(f, "il manque un nombre avant '{token}'"),
            Self::NoOperand(None) => write!(f, "il manque un nombre à la fin"),
            Self::NoOperator(token) => write!(f, "il manque un opérateur avant {token}"),
            Self::Unclosed => write!(f, "il manque une parenthèse fermante"),
            Self::Unopened => write!(f, "il manque une parenthèse ouvrante"),
            Self::Deep(most) => write!(f, "expression trop imbriquée ({most} niveaux au plus)"),
            Self::DivisionByZero => write!(f, "division par zéro"),
            Self::HugeInteger => write!(f, "nombre entier trop grand"),
            Self::Overflow => write!(f, "nombre décimal trop grand"),
            Self::Complex => write!(f, "la puissance n'est pas un nombre réel"),
            Self::LongResult(most) => write!(f, "résultat trop long ({most} octets au plus)"),
        }
    }
}

impl Error for Fault {}
