//! Which line of a loop to show when a program goes round it for ever.
//!
//! Where a spinning thread was met is chance. What is shown is not: the line of its loop that makes
//! the call which gives nothing, or else the line that begins the loop. Loops are told by indentation,
//! which serves every language whose code is laid out as usual.

/// The thread's frames, innermost first, each the text of its file and the line met there; and the system
/// call seen to give nothing. The frame, by its place in the list, and the line in it to show.
pub(super) fn line_to_show(frames: &[(&str, u32)], call: Option<&str>) -> Option<(usize, u32)> {
    let loops = || {
        let of = |(frame, (source, line)): (usize, &(&str, u32))| {
            let code = Code { lines: source.lines().collect() };
            code.around(*line).into_iter().map(|first| (frame, first, code.calling(first, call))).collect::<Vec<_>>()
        };
        frames.iter().enumerate().flat_map(of).collect::<Vec<_>>()
    };
    let found = loops();
    let calling = found.iter().find_map(|(frame, _, calling)| calling.map(|line| (*frame, line)));
    let begins = || found.first().map(|(frame, first, _)| (*frame, *first));
    calling.or_else(begins).or_else(|| frames.first().map(|(_, line)| (0, *line)))
}

/// Words that a program in one language or another says for a system call, the likeliest together and first.
fn words(call: &str) -> [&'static [&'static str]; 2] {
    const RECEIVE: &[&str] = &["recv", "recvfrom", "recv_into", "recvmsg"];
    const READ: &[&str] = &["read", "readline", "readlines", "read_line", "read_until", "input"];
    const SEND: &[&str] = &["send", "sendall", "sendto", "sendmsg"];
    const WRITE: &[&str] = &["write", "write_all", "print"];
    match call {
        "recvfrom" | "recvmsg" => [RECEIVE, READ],
        "read" | "readv" => [READ, RECEIVE],
        "sendto" | "sendmsg" => [SEND, WRITE],
        "write" | "writev" => [WRITE, SEND],
        "accept" | "accept4" => [&["accept"], &["handle_request"]],
        "connect" => [&["connect", "connect_ex"], &["create_connection"]],
        _ => [&[], &[]],
    }
}

struct Code<'t> {
    lines: Vec<&'t str>,
}

impl Code<'_> {
    fn line(&self, number: u32) -> Option<&str> {
        self.lines.get(usize::try_from(number).ok()?.checked_sub(1)?).copied()
    }

    /// First lines of the loops around a line, inside its function, innermost first.
    fn around(&self, line: u32) -> Vec<u32> {
        let Some(own) = self.line(line) else { return vec![] };
        let mut found = Vec::new();
        // The line itself may begin a loop.
        let mut outside = indent(own) + 1;
        for number in (1..=line).rev() {
            let text = self.line(number).unwrap_or_default();
            if is_blank(text) || indent(text) >= outside {
                continue;
            }
            outside = indent(text);
            match first_word(text) {
                "while" | "for" | "loop" | "do" => found.push(number),
                "async" if text.trim_start().starts_with("async for ") => found.push(number),
                "def" | "fn" | "class" | "async" => break,
                _ => {}
            }
        }
        found
    }

    /// The first line of a loop that makes a call.
    fn calling(&self, first: u32, call: Option<&str>) -> Option<u32> {
        let margin = indent(self.line(first)?);
        let inside = |number: &u32| {
            self.line(*number).is_some_and(|text| is_blank(text) || *number == first || indent(text) > margin)
        };
        let makes = |number: u32, wanted: &[&str]| self.line(number).is_some_and(|text| calls(text, wanted));
        let lines = || (first..).take_while(inside);
        // What has no other word is called by its own (`getpeername`).
        let names = words(call?).map(<[_]>::to_vec).into_iter().chain([vec![call?]]);
        names.into_iter().find_map(|wanted| lines().find(|number| makes(*number, &wanted)))
    }
}

/// Whether a line calls something of one of these names.
fn calls(text: &str, wanted: &[&str]) -> bool {
    let code = text.split_once('#').map_or(text, |(code, _)| code);
    code.match_indices('(').any(|(at, _)| {
        let name = code[..at].rsplit(|c: char| !c.is_alphanumeric() && c != '_').next();
        name.is_some_and(|name| wanted.contains(&name))
    })
}

/// Nothing on it, a comment, or a brace of its own.
fn is_blank(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == "{" || text.starts_with('#') || text.starts_with("//")
}

fn indent(text: &str) -> usize {
    let space = &text[..text.len() - text.trim_start().len()];
    // As Python counts: a tab goes on to the next multiple of eight.
    space.chars().fold(0, |column, c| if c == '\t' { (column / 8 + 1) * 8 } else { column + 1 })
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start();
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVER: &str = "\
import socket
s.listen()
while True:
    c, a = s.accept()
    while c:
        typed = os.read(0, 80)
        data = c.recv(1024)  # read(
        if not data:

            continue
# a remark at the margin
        for other in clients:
            other.send(data)
def lire(c):
    return c.recv(1024)
while lire(x) == b'':
    rien()
";

    #[test]
    fn any_line_of_a_loop_gives_the_one_that_calls() {
        let shown = |line| line_to_show(&[(SERVER, line)], Some("recvfrom"));
        for line in [5, 6, 7, 8, 10, 12, 13] {
            assert_eq!(shown(line), Some((0, 7)), "from line {line}");
        }
    }

    #[test]
    fn a_loop_that_does_not_call_gives_its_first_line() {
        assert_eq!(line_to_show(&[(SERVER, 7)], None), Some((0, 5)));
        assert_eq!(line_to_show(&[(SERVER, 15), (SERVER, 16)], Some("recvfrom")), Some((1, 16)));
        assert_eq!(line_to_show(&[(SERVER, 17)], Some("recvfrom")), Some((0, 16)));
        assert_eq!(line_to_show(&[(SERVER, 1)], Some("recvfrom")), Some((0, 1)));
        assert_eq!(line_to_show(&[(SERVER, 99)], None), Some((0, 99)));
        assert_eq!(line_to_show(&[], None), None);
    }

    #[test]
    fn braces_and_tabs() {
        let c = "int main()\n{\n\twhile (1)\n\t{\n\t\tn = read(fd, b, 10);\n        \tn++;\n\t}\n}\n";
        assert_eq!(line_to_show(&[(c, 6)], Some("read")), Some((0, 5)));
        assert_eq!(line_to_show(&[(c, 5)], None), Some((0, 3)));
    }
}
