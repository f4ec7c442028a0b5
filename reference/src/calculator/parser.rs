//! From tokens to an expression: what belongs to which operator. Computes nothing.
//!
//! Python's grammar for arithmetic, one function per line, from the operators that bind least to
//! those that bind most:
//!
//! ```text
//! sum     = product (("+" | "-") product)*
//! product = signed (("*" | "/" | "//" | "%") signed)*
//! signed  = ("+" | "-") signed | power
//! power   = operand ["**" signed]
//! operand = number | "(" sum ")"
//! ```
//!
//! `-2**2` is `-(2**2)`, since a sign binds less than the power on its right, and `2**-1` needs no
//! parentheses, since what follows `**` may have a sign. `2**3**2` is `2**(3**2)`.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::fault::Fault;
use super::lexer::Token;
use super::value::{Operator, Value};

/// How deep parentheses, signs and powers may be nested. The functions here and those that
/// evaluate call themselves once or more per level, and the stack is not endless.
const DEEPEST: usize = 100;

/// An expression as a tree.
#[derive(Debug)]
pub(super) enum Expression {
    Number(Value),
    /// `-` before its operand. A `+` changes nothing and leaves no trace.
    Negation(Box<Expression>),
    /// An operator between its operands.
    Operation(Box<Expression>, Operator, Box<Expression>),
}

/// Reads a whole expression.
pub(super) fn parse(tokens: Vec<Token>) -> Result<Expression, Fault> {
    if tokens.is_empty() {
        return Err(Fault::Empty);
    }
    let mut parser = Parser { tokens: tokens.into_iter().peekable(), depth: 0 };
    let expression = parser.sum()?;
    match parser.tokens.next() {
        None => Ok(expression),
        Some(Token::Symbol(")")) => Err(Fault::Unopened),
        Some(token) => Err(Fault::NoOperator(token.name())),
    }
}

struct Parser {
    tokens: Peekable<IntoIter<Token>>,
    depth: usize,
}

impl Parser {
    fn sum(&mut self) -> Result<Expression, Fault> {
        self.chain(&[("+", Operator::Add), ("-", Operator::Subtract)], Self::product)
    }

    fn product(&mut self) -> Result<Expression, Fault> {
        let operators = [
            ("*", Operator::Multiply),
            ("/", Operator::Divide),
            ("//", Operator::FloorDivide),
            ("%", Operator::Modulo),
        ];
        self.chain(&operators, Self::signed)
    }

    /// Operands with operators between them, calculated from left to right.
    fn chain(
        &mut self,
        operators: &[(&str, Operator)],
        operand: fn(&mut Self) -> Result<Expression, Fault>,
    ) -> Result<Expression, Fault> {
        let mut left = operand(self)?;
        while let Some(operator) = self.take(operators) {
            let right = operand(self)?;
            left = Expression::Operation(Box::new(left), operator, Box::new(right));
        }
        Ok(left)
    }

    /// Every level of nesting passes through here, so here is where levels are counted.
    fn signed(&mut self) -> Result<Expression, Fault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Fault::Deep(DEEPEST));
        }
        let expression = match self.take(&[("+", false), ("-", true)]) {
            Some(true) => Expression::Negation(Box::new(self.signed()?)),
            Some(false) => self.signed()?,
            None => self.power()?,
        };
        self.depth -= 1;
        Ok(expression)
    }

    fn power(&mut self) -> Result<Expression, Fault> {
        let base = self.operand()?;
        match self.take(&[("**", Operator::Power)]) {
            Some(operator) => Ok(Expression::Operation(Box::new(base), operator, Box::new(self.signed()?))),
            None => Ok(base),
        }
    }

    fn operand(&mut self) -> Result<Expression, Fault> {
        match self.tokens.next() {
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Symbol("(")) => {
                let inside = self.sum()?;
                match self.tokens.next() {
                    Some(Token::Symbol(")")) => Ok(inside),
                    Some(token) => Err(Fault::NoOperator(token.name())),
                    None => Err(Fault::Unclosed),
                }
            }
            Some(Token::Symbol(symbol)) => Err(Fault::NoOperand(Some(symbol))),
            None => Err(Fault::NoOperand(None)),
        }
    }

    /// Takes the next token if it is one of these symbols; returns what the symbol stands for.
    fn take<T: Copy>(&mut self, meanings: &[(&str, T)]) -> Option<T> {
        let Some(Token::Symbol(next)) = self.tokens.peek() else { return None };
        let (_, meaning) = meanings.iter().find(|(symbol, _)| symbol == next)?;
        self.tokens.next();
        Some(*meaning)
    }
}
