//! Expressions at random, the same at every run; knows nothing about what they are worth.

/// SplitMix64: small, and the same everywhere.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    fn digits(&mut self, most: usize) -> String {
        let mut digits: String = (0..=self.below(most)).map(|_| self.pick(&["0", "1", "2", "5", "7", "9"])).collect();
        if digits.len() > 1 {
            digits = digits.trim_start_matches('0').to_owned() + "3";
        }
        digits
    }

    fn number(&mut self) -> String {
        match self.below(10) {
            0..=3 => self.digits(2),
            4 => self.digits(40),
            5 => format!("{}_{}", self.digits(3), self.digits(3)),
            6 => format!("{}.{}", self.digits(4), self.digits(6)),
            7 => format!("{}.", self.digits(20)),
            8 => format!(".{}e-{}", self.digits(17), self.digits(2)),
            _ => format!("{}e{}", self.digits(1), self.below(400)),
        }
    }

    /// An expression with so many levels. At most two of them are powers, and exponents are
    /// small, else Python itself would calculate for hours.
    pub(crate) fn expression(&mut self, levels: usize, powers: usize) -> String {
        if levels == 0 {
            return self.number();
        }
        let mut inner = |powers| self.expression(levels - 1, powers);
        let (left, right) = (inner(powers), inner(powers));
        let space = self.pick(&["", "", " ", "\t"]);
        match self.below(9) {
            0 => format!("({left})"),
            1 => format!("-{left}"),
            2 => format!("+-{space}{left}"),
            3 if powers > 0 => {
                let base = self.expression(levels - 1, powers - 1);
                let exponent = self.pick(&["0", "1", "2", "3", "11", "-1", "-2", "0.5", "-1.5", "2.0", "-0.0", "1e3"]);
                format!("({base}){space}**{exponent}")
            }
            _ => {
                let operator = self.pick(&["+", "-", "*", "/", "//", "%"]);
                format!("({left}){space}{operator}{space}{right}")
            }
        }
    }

    /// One character more, less or other. No power comes of it: its exponent could be anything.
    pub(crate) fn spoil(&mut self, expression: &str) -> Option<String> {
        let mut characters: Vec<char> = expression.chars().collect();
        let at = self.below(characters.len());
        let other = self.pick(&["0", "7", "_", ".", "e", "E", "+", "-", "*", "/", "%", "(", ")", " "]).chars();
        let end = at + self.below(2);
        characters.splice(at..end, other.take(self.below(2)));
        let spoilt: String = characters.into_iter().collect();
        (!spoilt.contains("**")).then_some(spoilt)
    }
}
