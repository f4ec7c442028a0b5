//! One student's results as platforms read them: Gradescope, Classroom 50, check50.

use serde::Serialize;
use serde_json::{Value, json};

use super::results::float;
use super::told::{Told, ToldScenario};
use crate::class::Counts;
use crate::judge::Verdict;

/// Gradescope's `results.json`.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Gradescope {
    /// The mark; Gradescope would otherwise add up the tests.
    score: f64,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    tests: Vec<GradescopeTest>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct GradescopeTest {
    name: String,
    number: String,
    score: f64,
    max_score: f64,
    status: &'static str,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
}

/// Gradescope's `results.json`. Extra credit has points beyond a `max_score` of 0; what could not be judged
/// counts nothing, and says so.
pub fn gradescope(told: &Told<'_>) -> Value {
    let mut tests: Vec<GradescopeTest> = told
        .scenarios()
        .map(|scenario| {
            let won = if scenario.passed() { f64::from(scenario.points) } else { 0.0 };
            let (score, max_score) = match scenario.counts {
                Counts::Required => (won, f64::from(scenario.points)),
                Counts::Extra => (won, 0.0),
                Counts::Nothing => (0.0, 0.0),
            };
            GradescopeTest {
                name: scenario.scenario.title.clone(),
                number: format!("{} {}", scenario.step.id, scenario.scenario.id),
                score,
                max_score,
                status: if scenario.passed() { "passed" } else { "failed" },
                output: scenario.text(&told.words),
                output_format: "text",
                visibility: "visible",
            }
        })
        .collect();
    if told.report.is_none() {
        tests.push(GradescopeTest {
            name: told.words.say("class-told-submission", &[]),
            number: "0".into(),
            score: 0.0,
            max_score: 0.0,
            status: "failed",
            output: told.look.join("\n"),
            output_format: "text",
            visibility: "visible",
        });
    }
    let mut output = told.arithmetic();
    output.extend(told.remarks());
    let file = Gradescope {
        score: told.mark().and_then(|m| m.value).map(float).unwrap_or_default(),
        output: output.join("\n\n"),
        output_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        tests,
    };
    serde_json::to_value(file).unwrap_or_default()
}

/// Classroom 50's `result.json`, `classroom50/result/v1`: whole points, as the teacher's files weigh them;
/// extra credit is a test with a maximum of 0.
pub fn classroom50(told: &Told<'_>) -> Value {
    let (mut score, mut max_score) = (0, 0);
    let mut tests = Vec::new();
    for scenario in told.scenarios().filter(|s| s.judged && s.counts != Counts::Nothing) {
        let won = if scenario.passed() { scenario.points } else { 0 };
        let max = if scenario.counts == Counts::Required { scenario.points } else { 0 };
        score += won;
        max_score += max;
        let name = format!("{} {}", scenario.step.id, scenario.scenario.id);
        tests.push(json!({ "name": name, "passed": scenario.passed(), "score": won, "max_score": max }));
    }
    json!({ "schema": "classroom50/result/v1", "score": score, "max_score": max_score, "tests": tests })
}

/// What `check50 --output json` prints.
pub fn check50(told: &Told<'_>, lab: &str) -> Value {
    let mut results: Vec<Value> = told.scenarios().map(|scenario| check(told, &scenario)).collect();
    if told.report.is_none() {
        results.push(json!({
            "name": "submission",
            "description": told.words.say("class-told-submission", &[]),
            "passed": null,
            "log": [],
            "cause": { "rationale": told.look.join(" "), "help": null },
            "data": {},
            "dependency": null,
        }));
    }
    json!({ "slug": lab, "results": results, "version": env!("CARGO_PKG_VERSION") })
}

fn check(told: &Told<'_>, scenario: &ToldScenario<'_>) -> Value {
    let name = |id: &str| format!("{}/{id}", scenario.step.id);
    let passed = match scenario.scenario.verdict {
        Verdict::Passed => Some(true),
        Verdict::Failed => Some(false),
        Verdict::Inconclusive | Verdict::Skipped => None,
    };
    let first = scenario.scenario.findings.first();
    let rationale = first.map(|f| f.message.clone()).or_else(|| scenario.scenario.reason.clone());
    let help = first.map(|f| f.hint.clone()).filter(|h| !h.is_empty());
    let cause = (passed != Some(true)).then(|| json!({ "rationale": rationale.unwrap_or_default(), "help": help }));
    let log: Vec<String> = scenario.text(&told.words).lines().map(str::to_owned).collect();
    json!({
        "name": name(&scenario.scenario.id),
        "description": scenario.scenario.title,
        "passed": passed,
        "log": if passed == Some(true) { Vec::new() } else { log },
        "cause": cause,
        "data": {},
        "dependency": scenario.needs.map(name),
    })
}
