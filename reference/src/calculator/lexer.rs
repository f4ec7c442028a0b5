//! From text to tokens: where a number or an operator begins and ends.

use num_bigint::BigInt;

use super::fault::Fault;
use super::value::Value;

/// The smallest part of an expression that means something.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A number, without its sign: that is an operator.
    Number(Value),
    /// An operator or a parenthesis, one of [`SYMBOLS`].
    Symbol(&'static str),
}

impl Token {
    /// What to call the token in a message.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Number(_) => "un nombre",
            Self::Symbol(symbol) => symbol,
        }
    }
}

/// Longer ones first: `**` is not two `*`.
const SYMBOLS: [&str; 9] = ["**", "//", "+", "-", "*", "/", "%", "(", ")"];

/// Cuts a text into tokens. White space may stand between them, not inside.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, Fault> {
    let mut rest = without_space(text);
    let mut tokens = Vec::new();
    while let Some(first) = rest.chars().next() {
        let (token, length) = if let Some(symbol) = SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
            (Token::Symbol(symbol), symbol.len())
        } else if first.is_ascii_digit() || first == '.' {
            let literal = Literal::scan(rest).ok_or(Fault::Number)?;
            (Token::Number(literal.value().ok_or(Fault::Number)?), literal.text.len())
        } else {
            return Err(Fault::Character(first));
        };
        tokens.push(token);
        rest = without_space(&rest[length..]);
    }
    Ok(tokens)
}

/// What comes after the white space, which within a line is this in Python.
fn without_space(text: &str) -> &str {
    text.trim_start_matches([' ', '\t', '\x0C'])
}

/// A number as it is written.
struct Literal<'a> {
    text: &'a str,
    is_float: bool,
}

impl<'a> Literal<'a> {
    /// Finds the number that `text` begins with: digits, a fraction, an exponent, all optional
    /// but not all absent.
    fn scan(text: &'a str) -> Option<Self> {
        let mut scanner = Scanner { rest: text };
        let mut digits = scanner.digits();
        let mut is_float = false;
        if scanner.skip(&['.']) {
            is_float = true;
            digits |= scanner.digits();
        }
        if digits && scanner.skip(&['e', 'E']) {
            is_float = true;
            scanner.skip(&['+', '-']);
            digits = scanner.digits();
        }
        // A number ends where no letter, digit or underscore follows: `12abc` is not `12`.
        let ends = !scanner.rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
        let length = text.len() - scanner.rest.len();
        (digits && ends).then_some(Self { text: &text[..length], is_float })
    }

    fn value(&self) -> Option<Value> {
        let digits = self.text.replace('_', "");
        if self.is_float {
            // The nearest float; infinity when the number is too large, as in Python.
            return digits.parse().ok().map(Value::Float);
        }
        // Python has no `007`: it would look like C's octal seven. `000` is allowed.
        let leading_zero = digits.starts_with('0') && digits.contains(|digit| digit != '0');
        if leading_zero { None } else { digits.parse::<BigInt>().ok().map(Value::Integer) }
    }
}

/// Goes through a number from left to right.
struct Scanner<'a> {
    rest: &'a str,
}

impl Scanner<'_> {
    /// Passes over digits, which single underscores may separate; tells whether there are any.
    fn digits(&mut self) -> bool {
        let is_digit = |text: &str| text.starts_with(|next: char| next.is_ascii_digit());
        let start = self.rest.len();
        while is_digit(self.rest) || self.rest.len() < start && self.rest.strip_prefix('_').is_some_and(is_digit) {
            self.rest = &self.rest[1..];
        }
        self.rest.len() < start
    }

    /// Passes over one of these characters; tells whether it was there.
    fn skip(&mut self, characters: &[char]) -> bool {
        let skipped = self.rest.strip_prefix(characters);
        self.rest = skipped.unwrap_or(self.rest);
        skipped.is_some()
    }
}
