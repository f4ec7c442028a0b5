//! The calculator beside the original: what CPython answers to the same expressions.
//!
//! One `python3` takes all expressions, one per line, and answers a line to each. The generated
//! ones are the same at every run: their random numbers begin with a fixed seed.

mod generator;

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use generator::Random;
use reference::calculator::evaluate;

/// Python's side. What is no real number (a tuple, a complex number) is as wrong as an exception,
/// and so is what is too long to be sent.
const PYTHON: &str = r#"
import sys, warnings
warnings.simplefilter("ignore")
for line in sys.stdin.read().splitlines():
    try:
        value = eval(line, {"__builtins__": {}})
        shown = str(value) if type(value) in (int, float) else ""
        print(shown if 0 < len(shown) <= 1024 else "error")
    except Exception:
        print("error")
"#;

/// Compares the two on each expression; returns how many have a value.
fn compare(expressions: &[String]) -> usize {
    let mut python = Command::new("python3")
        .args(["-I", "-c", PYTHON])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is installed");
    // All of it is read before the first answer, so neither waits for the other.
    let mut input = python.stdin.take().expect("a pipe");
    for expression in expressions {
        writeln!(input, "{expression}").expect("python3 reads");
    }
    drop(input);
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success());
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    assert_eq!(answers.lines().count(), expressions.len());

    let mut differences = String::new();
    for (expression, expected) in expressions.iter().zip(answers.lines()) {
        let value = evaluate(expression.as_bytes());
        if value.as_deref().unwrap_or("error") != expected {
            writeln!(differences, "{expression}\n  python: {expected}\n  here:   {value:?}").expect("a string");
        }
    }
    assert!(differences.is_empty(), "{differences}");
    answers.lines().filter(|answer| *answer != "error").count()
}

#[test]
fn generated_expressions_have_python_s_values() {
    let mut random = Random(63_000);
    let expressions: Vec<_> = (0..600).map(|number| random.expression(1 + number % 4, 2)).collect();
    let values = compare(&expressions);
    assert!((300..600).contains(&values), "{values} of them have a value: generate others");
}

#[test]
fn spoilt_expressions_are_faulty_where_python_s_are() {
    let mut random = Random(63_001);
    let mut expressions = Vec::new();
    while expressions.len() < 600 {
        let expression = random.expression(1, 0);
        expressions.extend(random.spoil(&expression));
    }
    let values = compare(&expressions);
    assert!((200..500).contains(&values), "{values} of them have a value: generate others");
}

#[test]
fn every_operator_has_python_s_value_for_every_pair_of_special_numbers() {
    let special = "0 1 -1 2 -3 7 0.0 -0.0 0.5 -2.5 3.0 1e999 -1e999 1e308 5e-324 (1e999-1e999) 10**400 -10**22 \
        2**53+1";
    let mut expressions = Vec::new();
    for left in special.split(' ') {
        for right in special.split(' ') {
            expressions.extend(["+", "-", "*", "/", "//", "%"].map(|operator| format!("({left}){operator}({right})")));
            // Python would not refuse what is too large: it would calculate it.
            if !["10**400", "-10**22", "2**53+1"].contains(&right) {
                expressions.push(format!("({left})**({right})"));
            }
        }
    }
    compare(&expressions);
}

#[test]
fn floats_are_shown_and_rounded_as_python_does() {
    let mut expressions = Vec::new();
    for exponent in -330..=310 {
        expressions.push(format!("1e{exponent}"));
        expressions.push(format!("9.999999999999999e{exponent}"));
    }
    // Powers of two lie where the distance between floats changes; halves between two floats.
    for exponent in -1080..=1030 {
        expressions.push(format!("2.0**{exponent}"));
        expressions.push(format!("3*2**{exponent}"));
        expressions.push(format!("(2**54+1)*2**{exponent}/7"));
    }
    for exponent in (0..1200).step_by(7) {
        for odd in ["2**53+1", "2**54+2", "2**54+3", "2**54-1", "2**55+6", "10**16+3"] {
            expressions.push(format!("({odd})/2**{exponent}"));
            expressions.push(format!("({odd})*2**{exponent}*1.0"));
            expressions.push(format!("(({odd})*10**{exponent}+1)/(10**{exponent}*2**1070)"));
            expressions.push(format!("-({odd})*10**400/(3*10**{exponent})"));
        }
    }
    let values = compare(&expressions);
    assert!(values > expressions.len() / 2, "{values}");
}

#[test]
fn powers_and_signs_bind_as_in_python() {
    let expressions = [
        "-2**2|(-2)**2|2**-1|2**3**2|(2**3)**2|-2**-2|2**--2|2**+-+2|--3|-+-3|2*-3|2--3|2- -3|7//-2",
        "-7//2|7%-2|-7%2|-7%-2|7.5//2|-7.5%2|1-2-3|100/10/5|2*3%4|100//7*7|-3%5**2|2**0.5|4**-0.5|0**0",
        "0.0**0|(-8)**3.0|(-8)**-3|(-8)**0.5|0**-1|1e400|-1e400|1e400-1e400|1e16|123456789012345678",
        "1e15+0.5|0.0001|0.00001|1_000|1__0|_1|1_|1_.5|1._5|1_0.0_1e1_0|1e_5|1e+5|1e|1e+|.5|5.|.|..|1..2",
        "1.5.5|007|000|0_0|0_7|007.5|007e1|00e0|1e5e5|2 **2|2* *2|2/ /2|(((1)))|()|(1|1)|)(|1 1|(1)(1)",
        "*1|/1|1*|1+*2|| | 1|\t1|1 |1 + 1|-|5%3.0|-5//3.0|0/-5|-0/5|0*-1|0.0*-1|-0.0|1%1e400|-1%1e400",
        "-1//1e400",
    ];
    let values = compare(&expressions.iter().flat_map(|line| line.split('|')).map(str::to_owned).collect::<Vec<_>>());
    assert!(values > 60, "{values}");
}
