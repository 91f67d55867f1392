//! What one line of the file `trace` says, with the stack that belongs to it.
//!
//! ```text
//!           python3-333     [000] d.s5. 16717.641370: sched_waking: comm=server pid=382 prio=120 …
//!           python3-333     [000] d.s5. 16717.641399: <stack trace>
//!  => try_to_wake_up
//!  => sock_def_readable
//! ```

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

impl Line {
    /// All lines of the file since the last word to forget.
    pub(crate) fn all(text: &str) -> Vec<Self> {
        let mut lines: Vec<(Self, &str)> = Vec::new();
        // To which line the frames belong that come next: on another processor there may have been
        // one in between.
        let (mut place, mut owner) = (0, None);
        for text in text.lines() {
            if let Some(frame) = text.strip_prefix(" => ") {
                if let Some(index) = owner {
                    let (line, _): &mut (Self, &str) = &mut lines[index];
                    line.stack.push(frame.trim().to_owned());
                }
                continue;
            }
            let Some((line, cpu)) = Self::parse(text, place) else { continue };
            let is_of = |(other, at): &(Self, &str)| *at == cpu && other.task == line.task;
            match (line.name.as_str(), line.fields.as_str()) {
                ("<stack trace>", _) => owner = lines.iter().rposition(is_of),
                (WORD, FORGET) => lines.clear(),
                (WORD, word) => place = word.parse().unwrap_or(place),
                _ => lines.push((line, cpu)),
            }
        }
        lines.into_iter().map(|(line, _)| line).collect()
    }

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
