//! What the calculator answers. Hundreds more expressions are compared with Python's own answers
//! in `tests/calculator`.

use super::{Fault, answer, evaluate};

fn value(expression: &str) -> String {
    evaluate(expression.as_bytes()).unwrap_or_else(|fault| panic!("{expression}: {fault}"))
}

fn fault(expression: &str) -> Fault {
    evaluate(expression.as_bytes()).expect_err(expression)
}

#[test]
fn the_lab_s_own_examples() {
    for (expression, expected) in [("3*5+1", "16"), ("2**10", "1024"), ("7/2", "3.5"), (" ( 1 + 2 ) * 3\n", "9")] {
        assert_eq!(answer(expression.as_bytes()), expected);
    }
    assert_eq!(answer(b"1/0"), "Erreur : division par zéro");
    assert_eq!(answer(b"2+"), "Erreur : il manque un nombre à la fin");
}

#[test]
fn every_fault_shows_as_one_short_line() {
    let deep = format!("{}1{}", "(".repeat(101), ")".repeat(101));
    let long = "1".repeat(1025);
    for (expression, expected) in [
        ("", Fault::Empty),
        (" \n", Fault::Empty),
        (long.as_str(), Fault::LongExpression(1024)),
        ("1_", Fault::Number),
        ("1\n+1", Fault::Character('\n')),
        ("1 + \u{202E}1", Fault::Character('\u{202E}')),
        ("007", Fault::Number),
        ("*2", Fault::NoOperand(Some("*"))),
        ("()", Fault::NoOperand(Some(")"))),
        ("1 2", Fault::NoOperator("un nombre")),
        ("(1", Fault::Unclosed),
        ("1)", Fault::Unopened),
        (deep.as_str(), Fault::Deep(100)),
        ("1%0", Fault::DivisionByZero),
        ("9**9**9", Fault::HugeInteger),
        ("1e300**2", Fault::Overflow),
        ("10**400*1.0", Fault::Overflow),
        ("(-8)**(1/3)", Fault::Complex),
        ("10**1024", Fault::LongResult(1024)),
    ] {
        assert_eq!(fault(expression), expected, "{expression}");
        let answer = answer(expression.as_bytes());
        assert!(answer.starts_with("Erreur : ") && answer.len() < 200, "{answer}");
        assert!(!answer.contains(char::is_control), "{answer:?}");
    }
}

#[test]
fn nothing_but_arithmetic_is_understood() {
    for expression in [
        "__import__('os').system('touch canari')",
        "open('canari','w')",
        "().__class__.__bases__[0].__subclasses__()",
        "exit()",
        "[i for i in iter(int,1)]",
        "abs(-3)",
        "1 if 1 else 2",
        "1;2",
        "1,2",
        "1j",
        "0x10",
        "1<2",
        "\u{0661}+1",
        "2²",
        "é",
    ] {
        let fault = fault(expression);
        assert!(matches!(fault, Fault::Character(_) | Fault::Number | Fault::NoOperand(_)), "{expression}: {fault:?}");
    }
    assert!(answer(b"\xFF\xFE+1").starts_with("Erreur : "));
}

#[test]
fn a_result_fits_in_one_read_or_is_refused() {
    assert_eq!(value("10**899"), format!("1{}", "0".repeat(899)));
    assert_eq!(value("10**1023").len(), 1024);
    assert_eq!(value("-10**1022").len(), 1024);
    assert_eq!(fault("-10**1023"), Fault::LongResult(1024));
    // On the way, integers may be longer than what is sent.
    assert_eq!(value("10**2000 // 10**1990"), "10000000000");
    assert_eq!(value(&"7".repeat(1024)), "7".repeat(1024));
}

#[test]
fn the_greediest_expressions_are_refused_or_calculated_within_the_bounds() {
    // The longest chains, the deepest nests and the largest numbers that fit in a message. That
    // this test ends at all shows that each takes next to no time.
    for operand in ["9**9999+", "9**9999*", "(2**32000)//3**20000-", "1e308**1-", "-+", "2**", "(", "1+"] {
        let expression = format!("{}1", operand.repeat(1023 / operand.len()));
        let answer = answer(expression.as_bytes());
        assert!(answer.len() <= 1024, "{}", answer.len());
    }
    for expression in ["9**9**9", "(9**9)**(9**9)", "2**-9**9**9", "10**10**10", "-9**9**9**9**9", "0.5**9**9**9"] {
        assert_eq!(fault(expression), Fault::HugeInteger, "{expression}");
    }
    // Whatever their exponent, these stay small.
    for (expression, expected) in [("1**10**1000", "1"), ("(-1)**(10**1000+1)", "-1"), ("0**10**1000", "0")] {
        assert_eq!(value(expression), expected);
    }
}
