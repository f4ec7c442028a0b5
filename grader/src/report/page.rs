//! A page of text for a terminal, as it is written: wrapping, hanging labels, colours where wanted.
//!
//! It must not know what is written on it.

use anstyle::{AnsiColor, Style};

use super::columns::{left, width, wrap};

/// What a piece of text is, for those who see colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
    Warning,
    Unknown,
}

impl Tone {
    fn style(self) -> Style {
        let colour = |c: AnsiColor| Style::new().fg_color(Some(c.into()));
        match self {
            Tone::Plain => Style::new(),
            Tone::Strong => Style::new().bold(),
            Tone::Faint => Style::new().dimmed(),
            Tone::Good => colour(AnsiColor::Green),
            Tone::Bad => colour(AnsiColor::Red).bold(),
            Tone::Warning => colour(AnsiColor::Yellow),
            Tone::Unknown => colour(AnsiColor::Cyan),
        }
    }
}

/// The text so far.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    width: usize,
    color: bool,
}

impl Page {
    /// An empty page. Lines narrower than 60 or wider than 110 columns are hard to read.
    pub(super) fn new(width: usize, color: bool) -> Page {
        Page { text: String::new(), width: width.clamp(60, 110), color }
    }

    /// Columns that are left beside an indent.
    pub(super) fn room(&self, indent: usize) -> usize {
        self.width.saturating_sub(indent)
    }

    fn painted(&self, tone: Tone, text: &str) -> String {
        let style = tone.style();
        if self.color && tone != Tone::Plain && !text.is_empty() {
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }

    fn write(&mut self, indent: usize, text: &str) {
        let line = format!("{}{text}", " ".repeat(indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line; never two in a row.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line as it is.
    pub(super) fn line(&mut self, indent: usize, tone: Tone, text: &str) {
        let text = self.painted(tone, text.trim_end());
        self.write(indent, &text);
    }

    /// Pieces side by side, each as wide as it is, `gap` blanks between them.
    pub(super) fn row(&mut self, pieces: &[(Tone, String)], gap: usize) {
        let painted: Vec<String> = pieces.iter().map(|(tone, text)| self.painted(*tone, text)).collect();
        self.write(0, &painted.join(&" ".repeat(gap)));
    }

    /// Wrapped text.
    pub(super) fn paragraph(&mut self, indent: usize, tone: Tone, text: &str) {
        for line in wrap(text, self.room(indent)) {
            self.line(indent, tone, &line);
        }
    }

    /// Wrapped text behind a mark that stands out of it.
    pub(super) fn item(&mut self, indent: usize, mark: (Tone, &str), text: (Tone, &str)) {
        let hanging = indent + width(mark.1) + 1;
        for (i, line) in wrap(text.1, self.room(hanging)).iter().enumerate() {
            let line = self.painted(text.0, line);
            let first = format!("{} {line}", self.painted(mark.0, mark.1));
            if i == 0 { self.write(indent, &first) } else { self.write(hanging, &line) }
        }
    }

    /// As [`Page::item`], with something short at the right end of the first line.
    pub(super) fn item_with_points(
        &mut self,
        indent: usize,
        mark: (Tone, &str),
        text: (Tone, &str),
        points: (Tone, &str),
    ) {
        let hanging = indent + width(mark.1) + 1;
        let room = self.room(hanging + width(points.1) + 2);
        for (i, line) in wrap(text.1, room).iter().enumerate() {
            let line = self.painted(text.0, &left(line, room));
            if i > 0 {
                self.write(hanging, &line);
                continue;
            }
            let first = format!("{} {line}  {}", self.painted(mark.0, mark.1), self.painted(points.0, points.1));
            self.write(indent, &first);
        }
    }

    /// Wrapped text beside a label in a column of `column` columns.
    pub(super) fn labelled(&mut self, indent: usize, column: usize, label: &str, text: &str) {
        for (i, line) in wrap(text, self.room(indent + column)).iter().enumerate() {
            let label = if i == 0 { self.painted(Tone::Strong, &left(label, column)) } else { " ".repeat(column) };
            self.write(indent, &format!("{label}{line}"));
        }
    }

    /// The whole page.
    pub(super) fn finish(self) -> String {
        self.text
    }
}
