//! What one line of the file `trace` says, with the stack that belongs to it.
//!
//! ```text
//!           python3-333     [000] d.s5. 16717.641370: sched_waking: comm=server pid=382 prio=120 …
//!           python3-333     [000] d.s5. 16717.641399: <stack trace>
//!  => try_to_wake_up
//!  => sock_def_readable
//! ```

use std::mem::take;

use crate::tracefs::{TRACEPOINTS, tracepoint::Tracepoint};

/// The word that says that what came before it is of no interest.
pub(crate) const FORGET: &str = "forget";

/// What the kernel calls the words that were written to its buffer.
const WORD: &str = "tracing_mark_write";

/// How wide the column with the task's name is, which may hold anything.
const NAME: usize = 16;

/// One tracepoint that was passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    /// How many events were in the recording when it was passed.
    pub(crate) place: usize,
    /// In whose context: a softirq runs in that of any task.
    pub(crate) task: i32,
    /// Whether it was in a softirq: the kernel's work for the network, among others.
    pub(crate) is_softirq: bool,
    /// Its name, without its folder.
    pub(crate) name: String,
    fields: String,
    /// The functions that the kernel was in, from the innermost one.
    pub(crate) stack: Vec<String>,
}

/// The lines of a text that may come in parts.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Those that have not been taken, and on which processor each was passed.
    lines: Vec<(Line, String)>,
    place: usize,
    /// To which line the frames belong that come next: on another processor there may have been one
    /// in between.
    owner: Option<usize>,
}

impl Lines {
    /// Reads what comes next.
    pub(crate) fn read(&mut self, text: &str) {
        for text in text.lines() {
            if let Some(frame) = text.strip_prefix(" => ") {
                let owner = self.owner.and_then(|owner| self.lines.get_mut(owner));
                owner.into_iter().for_each(|(line, _)| line.stack.push(frame.trim().to_owned()));
            } else if let Some((line, cpu)) = Line::parse(text, self.place) {
                self.add(line, cpu);
            }
        }
    }

    fn add(&mut self, line: Line, cpu: &str) {
        let is_of = |(other, at): &(Line, String)| at == cpu && other.task == line.task;
        match (line.name.as_str(), line.fields.as_str()) {
            ("<stack trace>", _) => self.owner = self.lines.iter().rposition(is_of),
            (WORD, FORGET) => self.lines.clear(),
            (WORD, word) => self.place = word.parse().unwrap_or(self.place),
            _ => self.lines.push((line, cpu.to_owned())),
        }
    }

    /// Takes those that have been read since the last word to forget.
    pub(crate) fn take(&mut self) -> Vec<Line> {
        self.owner = None;
        take(&mut self.lines).into_iter().map(|(line, _)| line).collect()
    }

    /// Takes those that nothing can be added to: the stack of the last one of a processor may still be
    /// on its way, and then it and what comes after it are left for the next time.
    pub(crate) fn take_whole(&mut self) -> Vec<Line> {
        let count = self.lines.len();
        let whole = (0..count).find(|index| self.may_grow(*index)).unwrap_or(count);
        let rest = self.lines.split_off(whole);
        let lines = self.take();
        self.lines = rest;
        lines
    }

    fn may_grow(&self, index: usize) -> bool {
        let (line, cpu) = &self.lines[index];
        let has_stack = |point: &Tracepoint| point.has_stack && point.name.ends_with(&line.name);
        let is_last = || self.lines[index + 1..].iter().all(|(_, at)| at != cpu);
        line.stack.is_empty() && TRACEPOINTS.iter().any(has_stack) && is_last()
    }
}

impl Line {
    /// Each line of the file, the words among them: with no stack, and no place.
    pub(crate) fn each(text: &str) -> impl Iterator<Item = Self> {
        text.lines().filter_map(|text| Some(Self::parse(text, 0)?.0))
    }

    /// Reads a line, and tells on which processor that was.
    fn parse(text: &str, place: usize) -> Option<(Self, &str)> {
        let after_name = (NAME..text.len()).find(|at| text.is_char_boundary(*at))?;
        let (task, rest) = text[after_name..].strip_prefix('-')?.split_once(" [")?;
        let (cpu, rest) = rest.split_once("] ")?;
        let (flags, rest) = rest.split_once(' ')?;
        let (_time, what) = rest.trim_start().split_once(": ")?;
        let (name, fields) = what.split_once(": ").unwrap_or((what, ""));
        let line = Self {
            place,
            task: task.trim().parse().ok()?,
            is_softirq: flags.contains('s'),
            name: name.to_owned(),
            fields: fields.to_owned(),
            stack: Vec::new(),
        };
        Some((line, cpu))
    }

    /// The number in the last field of this name, in what base the kernel has written it: a task's
    /// name comes before its number, and may look like a field.
    pub(crate) fn number<Number: TryFrom<i128>>(&self, name: &str) -> Option<Number> {
        let fields = format!(" {}", self.fields);
        let (_, rest) = fields.rsplit_once(&format!(" {name}"))?;
        let end = rest.find([' ', ',']).unwrap_or(rest.len());
        let word = &rest[..end];
        let number = match word.strip_prefix("0x") {
            Some(digits) => i128::from_str_radix(digits, 16),
            None => word.parse(),
        };
        Number::try_from(number.ok()?).ok()
    }

    /// The word in the first field of this name.
    pub(crate) fn word(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.fields.split_once(name)?;
        rest.split([' ', ',']).next()
    }
}

/// The time in a raw line: `PID CPU NANOSECONDS …`.
pub(crate) fn nanosecond(line: &str) -> Option<u64> {
    let mut words = line.split(' ');
    let (_task, _cpu) = (words.next()?.parse::<i32>().ok()?, words.next()?);
    words.next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Line, Lines, nanosecond};

    const WAKES: &str =
        "         python3-333     [000] d.s5. 7.641370: sched_waking: comm=server pid=382\n";
    const STACK: &str =
        "         python3-333     [000] d.s5. 7.641399: <stack trace>\n => a\n => b\n";
    const COPIES: &str =
        "          server-382     [001] ..... 7.641400: skb_copy_datagram_iovec: len=6\n";

    /// What is told of a line: its name, and how many functions its stack has.
    fn told(lines: &[Line]) -> Vec<(&str, usize)> {
        lines.iter().map(|line| (line.name.as_str(), line.stack.len())).collect()
    }

    #[test]
    fn a_line_is_taken_with_its_stack() {
        let mut lines = Lines::default();
        lines.read(&[COPIES, WAKES, COPIES].concat());
        assert_eq!(told(&lines.take_whole()), [("skb_copy_datagram_iovec", 0)]);
        assert_eq!(told(&lines.take_whole()), []);
        lines.read(STACK);
        let all = [("sched_waking", 2), ("skb_copy_datagram_iovec", 0)];
        assert_eq!(told(&lines.take_whole()), all);
    }

    #[test]
    fn a_stack_that_did_not_come_is_not_waited_for() {
        let mut lines = Lines::default();
        lines.read(&[WAKES, WAKES, STACK].concat());
        assert_eq!(told(&lines.take_whole()), [("sched_waking", 0), ("sched_waking", 2)]);
    }

    #[test]
    fn a_raw_line_has_its_time_in_nanoseconds() {
        assert_eq!(nanosecond("31688 1 32016029690331 type: 375"), Some(32_016_029_690_331));
        assert_eq!(nanosecond("##### CPU 1 buffer started ####"), None);
    }
}
