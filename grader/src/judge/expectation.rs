//! When an expectation is met: the second half of the [`Walker`].
//!
//! Decides on the state alone whether a pending step is met; how a step fails is
//! [`super::outcome`]'s business.

use regex::bytes::Regex;

use super::outcome::{reading_side, subject};
use super::state::{Look, Peer, Program};
use super::tally;
use super::walker::{Act, Failure, Walker};
use crate::lab::{Matcher, Outcome, Step, Text, Verb};
use crate::text::Payload;
use crate::transcript::{Ending, Side, Stillness, Waiting};

impl Walker {
    /// True when the step is done; may call for acts that it waits for.
    pub(super) fn is_step_met(&mut self, step: &Step, acts: &mut Vec<Act>) -> bool {
        let still = self.state.still.is_some();
        match &step.verb {
            Verb::ExpectListening { program } => self.running(program).is_some_and(|p| !p.listening.is_empty()),
            Verb::Connect { peer, program } => self.connect(peer, program, acts),
            Verb::Accept { peer, name, program } => self.accept(peer, name, program, acts),
            Verb::Expect { peer, what, .. } => self.expect(peer, what, step),
            Verb::Notice { peer, what, code } => {
                self.notice(peer, what, code, step);
                true
            }
            Verb::ExpectShown { program, what } => self.expect_shown(program, what),
            Verb::ExpectEnd { peer } => self.state.conn_of(peer).is_some_and(|c| {
                let side = self.state.peers[peer].reads;
                c.flow(side).ended
            }),
            Verb::ExpectRefused { .. } => self.state.attempts().any(|c| c.refused),
            Verb::ExpectExit { program, any_status, or_accepting } => {
                self.has_ended(program, *any_status, *or_accepting)
            }
            Verb::ExpectConnected { to, name, .. } => self.connected(to, name),
            Verb::Quiet { peer } => {
                let unread = self.state.peers.get(peer).map(|p| self.unread(p, step));
                still && unread.is_none_or(|bytes| bytes.is_empty()) && self.spinning().is_none()
            }
            Verb::Greeting { peer } => self.greeting(peer, step),
            Verb::Welcome { peer, data } => self.welcome(peer, data, acts),
            Verb::Settle => still && self.spinning().is_none() && !self.crashed(),
            Verb::NotShown { program, what } => {
                still && self.spinning().is_none() && !self.has_crashed(program) && !self.has_shown(program, what)
            }
            Verb::ExpectGone { program, or_accepting } => still && self.is_gone(program, *or_accepting),
            Verb::ExpectFile { program, path, what } => {
                still && self.look(program, path, acts).is_some_and(|seen| self.is_as_expected(&seen, what.as_ref()))
            }
            Verb::Tally { text, tally } => {
                if let Text::File { program, path } = text {
                    self.look(program, path, acts);
                }
                still
                    && self.spinning().is_none()
                    && self.text(text, step).is_some_and(|t| tally::fault(tally, &t).is_none())
            }
            Verb::Collect { peer, pattern, bag } => {
                self.collect(peer, pattern, bag);
                true
            }
            Verb::ExpectCount { bag, count } => tally::count_fault(self.state.bag(bag), *count).is_none(),
            Verb::ExpectKept { program, texts } => self.keeps(program, texts, acts),
            Verb::Remark { code, .. } => {
                self.remark(step, code, None);
                true
            }
            _ => true,
        }
    }

    /// Passes over what a server says first. One that let its first client speak first, in this
    /// very run, is not waited for again.
    fn greeting(&mut self, peer: &str, step: &Step) -> bool {
        let program = self.state.peers.get(peer).and_then(|p| p.program.clone()).unwrap_or_default();
        if self.state.program(&program).greets == Some(false) {
            return true;
        }
        if self.state.still.is_none() || self.spinning().is_some() {
            return false;
        }
        let greeted = self.take_all(peer, step) > 0;
        self.state.program(&program).greets = Some(greeted);
        true
    }

    fn welcome(&mut self, peer: &str, data: &Payload, acts: &mut Vec<Act>) -> bool {
        let Some((kind, threads)) = &self.state.still else { return false };
        if *kind == Stillness::Spin {
            return false;
        }
        let program = self.state.peers.get(peer).and_then(|p| p.program.as_deref());
        let theirs = || threads.iter().filter(|t| Some(t.program.as_str()) == program);
        let listens = theirs().any(|t| matches!(t.waiting, Waiting::Receive | Waiting::Select));
        let asks = theirs().any(|t| t.waiting == Waiting::Keyboard);
        if listens && !asks {
            acts.push(Act::Send { peer: peer.to_owned(), data: Payload(self.fill(data)) });
            self.state.still = None;
        }
        true
    }

    /// A file as it was seen at this stillness; asks for a look first.
    fn look(&mut self, program: &str, path: &str, acts: &mut Vec<Act>) -> Option<Option<Vec<u8>>> {
        let key = (program.to_owned(), path.to_owned());
        if self.state.still.is_some() && !self.state.files.contains_key(&key) {
            self.state.files.insert(key, Look::Asked);
            acts.push(Act::Look { program: program.to_owned(), path: path.to_owned() });
        }
        self.state.seen(program, path)
    }

    fn is_as_expected(&mut self, seen: &Option<Vec<u8>>, what: Option<&Matcher>) -> bool {
        match (seen, what) {
            (None, None) => true,
            (Some(bytes), Some(what)) => self.matches(what, bytes),
            _ => false,
        }
    }

    /// True when a whole text is, or holds, what is looked for.
    fn matches(&mut self, what: &Matcher, bytes: &[u8]) -> bool {
        match what {
            Matcher::Exact(wanted) | Matcher::Prefixed(wanted, _) => bytes == self.fill(wanted),
            Matcher::Contains(wanted) => find(bytes, &self.fill(wanted)).is_some(),
            Matcher::Regex(pattern) => self.search(pattern, bytes).is_some(),
            Matcher::Anything | Matcher::Usually(_) => !bytes.is_empty(),
        }
    }

    /// The text that a `tally` looks through.
    pub(super) fn text(&self, text: &Text, step: &Step) -> Option<Vec<u8>> {
        match text {
            Text::Peer(name) => self.state.peers.get(name).map(|peer| self.unread(peer, step)),
            Text::Shown(program) => self.state.programs.get(program).map(|p| p.shown.clone()),
            Text::File { program, path } => self.state.seen(program, path).map(Option::unwrap_or_default),
        }
    }

    /// How a step that looks through a whole text fails, once everything is there.
    pub(super) fn whole_text_fault(&self, step: &Step) -> Option<Outcome> {
        match &step.verb {
            Verb::ExpectKept { .. } => return self.spinning().is_none().then_some(Outcome::Lost),
            Verb::Tally { text, tally } if self.spinning().is_none() => tally::fault(tally, &self.text(text, step)?),
            Verb::ExpectCount { bag, count } => tally::count_fault(self.state.bag(bag), *count),
            _ => None,
        }
        .map(|(outcome, _)| outcome)
    }

    fn collect(&mut self, peer: &str, pattern: &str, bag: &str) {
        let Some(last) = self.state.peers.get(peer).map(|p| p.last.clone()) else { return };
        let number = Regex::new(pattern).ok().and_then(|regex| {
            let group = regex.captures(&last)?.get(1)?.as_bytes().to_vec();
            String::from_utf8(group).ok()?.parse::<u64>().ok()
        });
        self.state.bags.entry(bag.to_owned()).or_default().extend(number);
    }

    fn has_crashed(&self, program: &str) -> bool {
        self.state.programs.get(program).is_some_and(Program::has_crashed)
    }

    fn has_shown(&mut self, program: &str, what: &Matcher) -> bool {
        let Some(unread) = self.state.programs.get(program).map(|p| p.shown[p.taken..].to_vec()) else { return false };
        match what {
            Matcher::Exact(wanted) => find(&unread, &self.fill(wanted)).is_some(),
            other => self.matches(other, &unread),
        }
    }

    /// True when neither the program nor anything it started is left, at stillness.
    fn is_gone(&self, program: &str, or_accepting: bool) -> bool {
        let ended = self.state.programs.get(program).is_some_and(|p| p.ended.is_some());
        if !ended {
            return self.has_ended(program, false, or_accepting);
        }
        let left = self.state.still.iter().flat_map(|(_, threads)| threads).any(|t| t.program == program);
        !left && !self.has_crashed(program)
    }

    fn running(&self, program: &str) -> Option<&Program> {
        self.state.programs.get(program).filter(|p| p.ended.is_none())
    }

    fn spinning(&self) -> Option<()> {
        matches!(self.state.still, Some((Stillness::Spin, _))).then_some(())
    }

    fn crashed(&self) -> bool {
        self.state.programs.values().any(Program::has_crashed)
    }

    fn connect(&mut self, peer: &str, program: &str, acts: &mut Vec<Act>) -> bool {
        if !self.state.peers.contains_key(peer) {
            // The act is given once; `Connecting` then creates the peer.
            let placeholder = Peer::new(None, Side::Server, Some(program.to_owned()));
            self.state.peers.insert(peer.to_owned(), placeholder);
            self.state.still = None;
            acts.push(Act::Connect { peer: peer.to_owned(), program: program.to_owned() });
            return false;
        }
        self.state.conn_of(peer).is_some_and(|c| c.established)
    }

    fn accept(&mut self, listener: &str, name: &str, program: &str, acts: &mut Vec<Act>) -> bool {
        let taken = self
            .state
            .taken
            .iter()
            .find(|(peer, remote)| {
                peer == listener && self.state.conns.iter().any(|c| c.from == *remote && !c.named && c.established)
            })
            .cloned();
        let Some((_, remote)) = taken else { return false };
        let mut peer = Peer::new(None, Side::Client, Some(program.to_owned()));
        for conn in self.state.conns.iter_mut().filter(|c| c.from == remote) {
            conn.named = true;
            peer.conn = Some(conn.id);
        }
        self.state.taken.retain(|(_, r)| *r != remote);
        self.state.peers.insert(name.to_owned(), peer);
        acts.push(Act::Name { remote, name: name.to_owned() });
        true
    }

    fn connected(&mut self, to: &str, name: &str) -> bool {
        let found = self
            .state
            .conns
            .iter()
            .find(|c| c.established && !c.named && c.server.as_deref() == Some(to))
            .map(|c| c.id);
        let Some(id) = found else { return false };
        if let Some(conn) = self.state.conns.iter_mut().find(|c| c.id == id) {
            conn.named = true;
        }
        let mut peer = Peer::new(None, Side::Server, Some(to.to_owned()));
        peer.conn = Some(id);
        self.state.peers.insert(name.to_owned(), peer);
        true
    }

    fn expect(&mut self, peer_name: &str, what: &Matcher, step: &Step) -> bool {
        let Some(peer) = self.state.peers.get(peer_name) else { return false };
        let unread = self.unread(peer, step);
        let side = reading_side(&self.state, peer, step);
        let over = self.state.still.is_some()
            || self.state.conn_of(peer_name).is_some_and(|c| c.flow(side).ended || c.flow(side).reset);
        let taken = match what {
            Matcher::Exact(wanted) => (unread == self.fill(wanted)).then_some(unread.len()),
            Matcher::Prefixed(wanted, code) => {
                let wanted = self.fill(wanted);
                match &peer.prefix {
                    Some(prefix) => {
                        let whole = [prefix.as_slice(), wanted.as_slice()].concat();
                        (unread == whole).then_some(unread.len())
                    }
                    None if unread == wanted || over && unread.ends_with(&wanted) && !wanted.is_empty() => {
                        let prefix = unread[..unread.len() - wanted.len()].to_vec();
                        if !prefix.is_empty() {
                            self.remark(step, code, Some(unread.clone()));
                        }
                        if let Some(peer) = self.state.peers.get_mut(peer_name) {
                            peer.prefix = Some(prefix);
                        }
                        Some(unread.len())
                    }
                    None => None,
                }
            }
            Matcher::Contains(wanted) => self.end_of(wanted, &unread),
            // A pattern that asks for the end of the text needs the whole text.
            Matcher::Regex(pattern) if pattern.ends_with('$') && !over => None,
            Matcher::Regex(pattern) => self.search(pattern, &unread),
            Matcher::Usually(wanted) => self.end_of(wanted, &unread).or_else(|| whole(over, &unread)),
            Matcher::Anything => whole(over, &unread),
        };
        let Some(count) = taken else { return false };
        if let Some(peer) = self.state.peers.get_mut(peer_name) {
            peer.last = unread[..count].to_vec();
            peer.taken[Peer::slot(side)] += count;
        }
        true
    }

    fn expect_shown(&mut self, program: &str, what: &Matcher) -> bool {
        let still = self.state.still.is_some();
        let Some(p) = self.state.programs.get(program) else { return false };
        let unread = p.shown[p.taken..].to_vec();
        let taken = match what {
            Matcher::Exact(wanted) | Matcher::Prefixed(wanted, _) | Matcher::Contains(wanted) => {
                self.end_of(wanted, &unread)
            }
            Matcher::Regex(pattern) => self.search(pattern, &unread),
            Matcher::Usually(wanted) => self.end_of(wanted, &unread).or_else(|| whole(still, &unread)),
            Matcher::Anything => whole(still, &unread),
        };
        let Some(count) = taken else { return false };
        self.state.program(program).taken += count;
        true
    }

    /// End of the first place where these bytes are.
    fn end_of(&self, wanted: &Payload, bytes: &[u8]) -> Option<usize> {
        let wanted = self.fill(wanted);
        find(bytes, &wanted).map(|i| i + wanted.len())
    }

    /// End of the first match of a pattern; its named groups become variables.
    fn search(&mut self, pattern: &str, bytes: &[u8]) -> Option<usize> {
        let filled = String::from_utf8(self.fill(&Payload::from(pattern))).ok()?;
        if !self.patterns.contains_key(&filled) {
            self.patterns.insert(filled.clone(), Regex::new(&filled).ok()?);
        }
        let regex = self.patterns.get(&filled)?;
        let captures = regex.captures(bytes)?;
        for name in regex.capture_names().flatten() {
            if let Some(group) = captures.name(name) {
                self.variables.insert(name.to_owned(), group.as_bytes().to_vec());
            }
        }
        captures.get(0).map(|m| m.end())
    }

    /// Takes what was not read yet; how many bytes that was.
    fn take_all(&mut self, peer_name: &str, step: &Step) -> usize {
        let Some(peer) = self.state.peers.get(peer_name) else { return 0 };
        let (unread, slot) = (self.unread(peer, step), Peer::slot(peer.reads));
        let count = unread.len();
        if let Some(peer) = self.state.peers.get_mut(peer_name) {
            peer.taken[slot] += count;
            peer.last = unread;
        }
        count
    }

    fn notice(&mut self, peer: &str, what: &Matcher, code: &str, step: &Step) {
        let Some(last) = self.state.peers.get(peer).map(|p| p.last.clone()) else { return };
        if !self.matches(what, &last) {
            self.remark(step, code, Some(last));
        }
    }

    fn remark(&mut self, step: &Step, code: &str, received: Option<Vec<u8>>) {
        let program = subject(&self.state, step).or_else(|| match &step.verb {
            Verb::Notice { peer, .. } => self.state.peers.get(peer).and_then(|p| p.program.clone()),
            _ => None,
        });
        self.notices.push(Failure {
            interleaving: None,
            step: step.clone(),
            outcome: Outcome::Differs,
            code: code.to_owned(),
            program,
            since: self.n,
            at: self.n,
            received,
        });
    }

    fn has_ended(&self, program: &str, any_status: bool, or_accepting: bool) -> bool {
        let Some(p) = self.state.programs.get(program) else { return false };
        if let Some(ending) = p.ended {
            return ending.is_clean() || any_status && matches!(ending, Ending::Status(_)) && !p.shows_uncaught_error();
        }
        or_accepting
            && self.state.still.as_ref().is_some_and(|(_, threads)| {
                threads.iter().any(|t| t.program == program && matches!(t.waiting, Waiting::Accept | Waiting::Select))
            })
            && self.spinning().is_none()
    }
}

/// Position of the first occurrence.
/// All that is there, once nothing more comes.
fn whole(over: bool, bytes: &[u8]) -> Option<usize> {
    (over && !bytes.is_empty()).then_some(bytes.len())
}

pub(super) fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    if needle.is_empty() {
        return Some(0);
    }
    haystack.windows(needle.len()).position(|window| window == needle)
}
