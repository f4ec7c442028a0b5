//! `grading.kdl`: how points become a mark. Without it, points are those of the lab and the mark is out
//! of 20.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use kdl::{KdlDocument, KdlEntry, KdlNode, KdlValue};
use num_rational::Ratio;
use serde::{Deserialize, Serialize};

use super::written::AnswerRule;
use crate::lab::{Lab, LabError, LabStep, Level, Source};

/// An exact number of points.
pub type Points = Ratio<i64>;

type Result<T> = std::result::Result<T, Box<LabError>>;

/// What something counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Counts {
    /// It is asked for: its points are in the maximum.
    Required,
    /// Its points are added, and missing nothing.
    Extra,
    /// It does not count.
    Nothing,
}

/// Which way a mark is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Towards {
    /// The nearest step; a half goes up.
    Nearest,
    /// In the student's favour.
    Up,
    /// Never more than was earned.
    Down,
}

/// What lateness costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateRule {
    /// Who is late by how much.
    pub file: PathBuf,
    /// For each day begun.
    pub each: Points,
    /// `each` and `limit` are percents of the mark, not points.
    pub percent: bool,
    /// At most.
    pub limit: Option<Points>,
}

/// The whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rubric {
    /// The best mark.
    pub scale: u32,
    /// Marks are multiples of this.
    pub round: Points,
    /// Rounded which way.
    pub towards: Towards,
    /// What scenarios of each level count as, and what each is worth where that is not the lab's business.
    pub levels: BTreeMap<Level, (Counts, Option<u32>)>,
    /// What required scenarios of bonus steps count as.
    pub bonus: Counts,
    /// Points of single scenarios, by step and scenario.
    pub scenarios: BTreeMap<(String, String), u32>,
    /// Steps that do not count.
    pub dropped: BTreeSet<String>,
    /// Most that extra credit can add to the mark; a tenth of the best mark when not said.
    pub extra_limit: Option<Points>,
    /// What lateness costs.
    pub late: Option<LateRule>,
    /// What written answers are worth.
    pub answers: AnswerRule,
}

impl Default for Rubric {
    fn default() -> Rubric {
        let own = |counts| (counts, None);
        Rubric {
            scale: 20,
            round: Ratio::new(1, 100),
            towards: Towards::Nearest,
            levels: BTreeMap::from([
                (Level::Required, own(Counts::Required)),
                (Level::Robustness, own(Counts::Extra)),
                (Level::Info, own(Counts::Nothing)),
            ]),
            bonus: Counts::Extra,
            scenarios: BTreeMap::new(),
            dropped: BTreeSet::new(),
            extra_limit: None,
            late: None,
            answers: AnswerRule::default(),
        }
    }
}

const NODES: [&str; 7] = ["scale", "level", "bonus", "step", "extra", "late", "answers"];
const COUNTS: [&str; 3] = ["required", "extra", "nothing"];

impl Rubric {
    /// Reads the file's text; what it names must be in the lab. Files that it names are beside it.
    pub fn parse(path: &Path, text: &str, lab: &Lab) -> Result<Rubric> {
        let file = path.display().to_string();
        let source = Source::new(&file, text);
        let mut rubric = Rubric::default();
        for node in source.parse()?.nodes() {
            match node.name().value() {
                "scale" => rubric.read_scale(&source, node)?,
                "level" => rubric.read_level(&source, node)?,
                "bonus" => {
                    source.only(node, &[])?;
                    rubric.bonus = counts(&source, source.argument(node, 0, "what bonus steps count as")?)?;
                }
                "step" => rubric.read_step(&source, node, lab)?,
                "extra" => {
                    source.only(node, &["limit"])?;
                    rubric.extra_limit = property(&source, node, "limit")?;
                }
                "answers" => rubric.answers = read_answers(&source, node)?,
                "late" => rubric.late = Some(read_late(&source, node, path)?),
                other => return Err(source.unknown("node", node.name().span(), other, &NODES)),
            }
        }
        Ok(rubric)
    }

    fn read_scale(&mut self, source: &Source<'_>, node: &KdlNode) -> Result<()> {
        source.only(node, &["round", "towards"])?;
        let entry = source.argument(node, 0, "the best mark")?;
        self.scale = source.number(entry, "the best mark", 1000)?;
        if self.scale == 0 {
            return Err(source.error(entry.span(), "the best mark must not be 0", "here", "write `scale 20`"));
        }
        if let Some(round) = property(source, node, "round")? {
            self.round = round;
        }
        if let Some(entry) = source.property(node, "round").filter(|_| self.round == Ratio::from_integer(0)) {
            return Err(source.error(entry.span(), "marks cannot be rounded to 0", "here", "write `round=0.5`"));
        }
        if let Some(entry) = source.property(node, "towards") {
            self.towards = match source.as_string(entry, "`towards`")? {
                "nearest" => Towards::Nearest,
                "up" => Towards::Up,
                "down" => Towards::Down,
                other => return Err(source.unknown("direction", entry.span(), other, &["nearest", "up", "down"])),
            };
        }
        Ok(())
    }

    fn read_level(&mut self, source: &Source<'_>, node: &KdlNode) -> Result<()> {
        source.only(node, &["counts", "points"])?;
        let entry = source.argument(node, 0, "the name of a level")?;
        let all = [Level::Required, Level::Robustness, Level::Info];
        let name = source.as_string(entry, "the name of a level")?;
        let Some(level) = all.into_iter().find(|l| l.name() == name) else {
            return Err(source.unknown("level", entry.span(), name, &all.map(Level::name)));
        };
        let rule = self.levels.entry(level).or_insert((Counts::Nothing, None));
        if let Some(entry) = source.property(node, "counts") {
            rule.0 = counts(source, entry)?;
        }
        rule.1 = source.property(node, "points").map(|e| source.number(e, "`points`", 1000)).transpose()?;
        Ok(())
    }

    fn read_step(&mut self, source: &Source<'_>, node: &KdlNode, lab: &Lab) -> Result<()> {
        source.only(node, &["drop"])?;
        let entry = source.argument(node, 0, "the id of a step")?;
        let id = source.as_string(entry, "the id of a step")?;
        let Some(step) = lab.step(id) else {
            let known: Vec<&str> = lab.steps.iter().map(|s| s.id.as_str()).collect();
            return Err(source.unknown("step", entry.span(), id, &known));
        };
        if source.flag(node, "drop")? {
            self.dropped.insert(id.to_owned());
        }
        for child in node.children().map(KdlDocument::nodes).unwrap_or_default() {
            if child.name().value() != "scenario" {
                return Err(source.unknown("node", child.name().span(), child.name().value(), &["scenario"]));
            }
            self.read_scenario(source, child, step)?;
        }
        Ok(())
    }

    fn read_scenario(&mut self, source: &Source<'_>, node: &KdlNode, step: &LabStep) -> Result<()> {
        source.only(node, &["points"])?;
        let entry = source.argument(node, 0, "the id of a scenario")?;
        let id = source.as_string(entry, "the id of a scenario")?;
        if !step.scenarios.iter().any(|s| s.id == id) {
            let known: Vec<&str> = step.scenarios.iter().map(|s| s.id.as_str()).collect();
            return Err(source.unknown("scenario", entry.span(), id, &known));
        }
        let Some(points) = source.property(node, "points") else {
            let cure = format!("write `scenario {id:?} points=2`");
            return Err(source.error(node.span(), "this scenario has no points", "here", cure));
        };
        self.scenarios.insert((step.id.clone(), id.to_owned()), source.number(points, "`points`", 1000)?);
        Ok(())
    }
}

fn counts(source: &Source<'_>, entry: &KdlEntry) -> Result<Counts> {
    Ok(match source.as_string(entry, "what it counts as")? {
        "required" => Counts::Required,
        "extra" => Counts::Extra,
        "nothing" => Counts::Nothing,
        other => return Err(source.unknown("word", entry.span(), other, &COUNTS)),
    })
}

/// From here on, sure proposals count: the teacher says what they are worth.
fn read_answers(source: &Source<'_>, node: &KdlNode) -> Result<AnswerRule> {
    source.only(node, &["full", "partial", "counts", "proposals"])?;
    let default = AnswerRule::default();
    let full = property(source, node, "full")?.unwrap_or(default.full);
    let partial = property(source, node, "partial")?.unwrap_or(full / Ratio::from_integer(2));
    if partial > full {
        let message = "a partial answer cannot be worth more than a full one";
        return Err(source.error(node.span(), message, "here", "write `answers full=2 partial=1`"));
    }
    let proposals = source.property(node, "proposals").is_none() || source.flag(node, "proposals")?;
    let counts = source.property(node, "counts").map(|entry| counts(source, entry)).transpose()?;
    Ok(AnswerRule { full, partial, proposals, counts: counts.unwrap_or(default.counts) })
}

fn read_late(source: &Source<'_>, node: &KdlNode, path: &Path) -> Result<LateRule> {
    source.only(node, &["each", "percent", "limit"])?;
    let file = source.string(node, 0, "the name of a CSV file with the columns name and days")?;
    let (points, percent) = (property(source, node, "each")?, property(source, node, "percent")?);
    let Some(each) = points.or(percent).filter(|_| points.is_none() || percent.is_none()) else {
        let message = "lateness costs either points or percents of the mark, for each day begun";
        let cure = format!("write `late {file:?} each=1` or `late {file:?} percent=10`");
        return Err(source.error(node.span(), message, "here", cure));
    };
    let file = path.parent().unwrap_or(Path::new("")).join(file);
    Ok(LateRule { file, each, percent: percent.is_some(), limit: property(source, node, "limit")? })
}

/// A property that is a number of points, 0 or more.
fn property(source: &Source<'_>, node: &KdlNode, name: &str) -> Result<Option<Points>> {
    let Some(entry) = source.property(node, name) else { return Ok(None) };
    let text = match entry.value() {
        KdlValue::Integer(n) => n.to_string(),
        KdlValue::Float(f) => f.to_string(),
        _ => String::new(),
    };
    let points = parse_points(&text).filter(|p| *p >= Ratio::from_integer(0));
    points.map(Some).ok_or_else(|| {
        let message = format!("`{name}` must be a number from 0 to 1000, with at most four decimals");
        source.error(
            entry.span(),
            message,
            "not such a number",
            format!("write it without quotes, such as `{name}=0.5`"),
        )
    })
}

/// A decimal number, from -1000 to 1000, with a point or a comma and at most four decimals.
pub fn parse_points(text: &str) -> Option<Points> {
    const DECIMALS: usize = 4;
    let text = text.trim();
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let all = format!("{whole}{fraction}");
    if fraction.len() > DECIMALS || whole.len() > 4 || all.is_empty() || !all.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let unit = 10_i64.pow(u32::try_from(fraction.len()).ok()?);
    let points = Ratio::new(sign * all.parse::<i64>().ok()?, unit);
    (points >= Ratio::from_integer(-1000) && points <= Ratio::from_integer(1000)).then_some(points)
}

/// Points as a decimal number with a point, rounded to four decimals where it does not end before.
pub fn decimal(points: Points) -> String {
    let units = (points * Ratio::from_integer(10_000)).round().to_integer();
    let (sign, units) = (if units < 0 { "-" } else { "" }, units.unsigned_abs());
    let text = format!("{sign}{}.{:04}", units / 10_000, units % 10_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::Library;

    fn parse(text: &str) -> Result<Rubric> {
        let library = Library::shipped().unwrap();
        let lab = library.open(library.lab("tp-a").unwrap(), None).unwrap();
        Rubric::parse(Path::new("class/grading.kdl"), text, &lab)
    }

    #[test]
    fn everything_that_can_be_said_is_read() {
        let text = "scale 20 round=0.25 towards=\"up\"\nlevel \"robustness\" counts=\"required\" points=1\nbonus \"nothing\"\n\
            step \"2.2\" { scenario \"echo\" points=4; }\nstep \"2.6\" drop=#true\nextra limit=2\nlate \"late.csv\" each=1.5 limit=5\nanswers full=3 counts=\"extra\"\n";
        let rubric = parse(text).unwrap();
        assert_eq!((rubric.round, rubric.towards), (Ratio::new(1, 4), Towards::Up));
        assert_eq!(rubric.levels[&Level::Robustness], (Counts::Required, Some(1)));
        assert_eq!(rubric.scenarios[&("2.2".into(), "echo".into())], 4);
        assert!(rubric.dropped.contains("2.6"));
        let worth = (rubric.answers.full, rubric.answers.partial, rubric.answers.counts);
        assert_eq!(worth, (Ratio::from_integer(3), Ratio::new(3, 2), Counts::Extra));
        assert!(rubric.answers.proposals && !Rubric::default().answers.proposals);
        let late = rubric.late.unwrap();
        assert_eq!(
            (late.file.as_path(), late.each, late.percent),
            (Path::new("class/late.csv"), Ratio::new(3, 2), false)
        );
        assert_eq!(parse("").unwrap(), Rubric::default());
    }

    #[test]
    fn mistakes_are_shown_with_their_line_and_a_cure() {
        let cases = [
            ("scale 20\nscal 10", ":2", "scale"),
            ("scale 0", ":1", "scale 20"),
            ("scale 20 round=0", ":1", "round=0.5"),
            ("scale 20 round=\"x\"", ":1", "without quotes"),
            ("scale 20 towards=\"upp\"", ":1", "up"),
            ("level \"robust\" points=1", ":1", "robustness"),
            ("step \"2.22\" drop=#true", ":1", "2.2"),
            ("step \"2.2\" {\n  scenario \"ecko\" points=1\n}", ":2", "echo"),
            ("step \"2.2\" {\n  scenario \"echo\"\n}", ":2", "points=2"),
            ("late \"late.csv\"", ":1", "percent=10"),
            ("late \"late.csv\" each=1 percent=1", ":1", "percent=10"),
            ("bonus \"extras\"", ":1", "extra"),
            ("answers full=1 partial=2", ":1", "full=2"),
        ];
        for (text, line, cure) in cases {
            let error = parse(text).unwrap_err();
            assert!(error.to_string().contains(&format!("grading.kdl{line}")), "{text}: {error}");
            let shown = format!("{:?}", miette::Report::new(*error));
            assert!(shown.contains(cure), "{text}: {shown}");
        }
    }

    #[test]
    fn points_are_exact() {
        for (text, shown) in [("1,5", "1.5"), ("-0.25", "-0.25"), ("+3", "3"), ("1000", "1000"), ("0.0001", "0.0001")] {
            assert_eq!(parse_points(text).map(decimal).as_deref(), Some(shown));
        }
        for bad in ["", "x", "1.23456", "1001", "1.2.3", "--1", "1e3", "99999999999999999999"] {
            assert_eq!(parse_points(bad), None, "{bad}");
        }
        assert_eq!(decimal(Ratio::new(1, 3)), "0.3333");
    }
}
