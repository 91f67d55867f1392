//! How long each part of a request takes: tracepoints with their times, of a server that nobody
//! holds back.
//!
//! The text of tracefs has whole microseconds, but with its option `raw`: then it has nanoseconds,
//! and of each line nothing but which tracepoint it was. So the kernel's filters must say what else
//! we would want to know.

use rustix::process::Pid;

use crate::tracefs::{
    Unavailable,
    folder::{Folder, Tracepoint},
};

/// How much each processor's buffer holds, in KiB.
const SIZE: usize = 4096;

/// What happens on the way of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// A segment with bytes has come to the server's socket.
    Arrives,
    /// A task of the server is about to be woken.
    Waking,
    /// A task of the server is put on a processor.
    Runs,
    /// A piece is about to be copied to the server.
    Copies,
    /// It has been.
    HasCopied,
    /// A call of the server returns.
    Returns,
}

const POINTS: &[Tracepoint] = &[
    of("tcp/tcp_probe", "sport==PORT && data_len > 0"),
    of("sched/sched_waking", "TASK(pid)"),
    of("sched/sched_switch", "TASK(next_pid)"),
    of("skb/skb_copy_datagram_iovec", "TASK(common_pid)"),
    of("tcp/tcp_rcv_space_adjust", "sport==PORT"),
    of("raw_syscalls/sys_exit", "TASK(common_pid)"),
];

/// In the order of [`POINTS`].
const MEANINGS: [Point; 6] =
    [Point::Arrives, Point::Waking, Point::Runs, Point::Copies, Point::HasCopied, Point::Returns];

const fn of(name: &'static str, filter: &'static str) -> Tracepoint {
    Tracepoint { name, has_stack: false, filter: Some(filter) }
}

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The request that was marked last.
    pub request: usize,
    /// In nanoseconds, since whenever.
    pub time: u64,
    /// What.
    pub point: Point,
}

/// The tracepoints of one server, with their times.
#[derive(Debug)]
pub struct Stopwatch {
    folder: Folder,
    /// The kernel's numbers for [`POINTS`].
    numbers: Vec<String>,
}

impl Stopwatch {
    /// Makes one, for one server after the other.
    ///
    /// # Errors
    ///
    /// The kernel does not let us, or has not what it takes.
    pub fn new() -> Result<Self, Unavailable> {
        let folder = Folder::make(POINTS, SIZE)?;
        folder.put("options/raw", "1")?;
        folder.put("set_event_pid", "")?;
        let number = |point: &Tracepoint| folder.get(&format!("events/{}/id", point.name));
        let numbers = POINTS.iter().map(number).collect::<Result<Vec<_>, _>>()?;
        let numbers = numbers.iter().map(|number| number.trim().to_owned()).collect();
        Ok(Self { folder, numbers })
    }

    /// Listens to these tasks of a server on `port`.
    ///
    /// # Errors
    ///
    /// The kernel does not take the filters.
    pub fn listen(&self, tasks: &[Pid], port: u16) -> Result<(), Unavailable> {
        let tasks: Vec<String> = tasks.iter().map(|task| task.to_string()).collect();
        self.folder.filter(port, &tasks)?;
        self.folder.listen()
    }

    /// Says that the request of this number begins.
    pub fn mark(&self, request: usize) {
        self.folder.mark(&request.to_string());
    }

    /// Stops listening, and returns what happened, in order.
    ///
    /// # Errors
    ///
    /// More happened than there was room for.
    pub fn read(&self) -> Result<Vec<Stamp>, Unavailable> {
        Ok(read(&self.folder.read()?, &self.numbers))
    }
}

/// Reads lines of a task, a processor, a time and what it was.
fn read(text: &str, numbers: &[String]) -> Vec<Stamp> {
    let mut request = None;
    let mut stamps = Vec::new();
    for line in text.lines() {
        let mut words = line.split(' ').skip(2);
        let (time, kind) = (words.next().and_then(|word| word.parse().ok()), words.next());
        match (kind, words.last(), time) {
            (Some("#"), Some(word), Some(_)) => request = word.parse().ok(),
            (Some("type:"), Some(number), Some(time)) => {
                let point = numbers.iter().position(|known| known == number);
                let point = point.map(|place| MEANINGS[place]);
                let stamp = |(request, point)| Stamp { request, time, point };
                stamps.extend(request.zip(point).map(stamp));
            }
            _ => {}
        }
    }
    stamps
}

#[cfg(test)]
mod tests {
    use super::{Point, Stamp, read};

    #[test]
    fn each_line_is_a_stamp_of_the_request_before_it() {
        let text = "# tracer: nop\n#\n\
                    6739 0 16873288420310 type: 2273\n\
                    6739 0 16873288420315 # ffffffff81498b1a 0\n\
                    6739 0 16873288473394 type: 2273\n\
                    6788 1 16873288516968 type: 2308\n\
                    6739 0 16873288638803 # ffffffff81498b1a 1\n\
                    6739 0 16873288650394 type: 375\n\
                    6739 0 16873288650395 type: 9\n";
        let numbers = ["2273", "375", "372", "2308"].map(str::to_owned);
        let stamp = |request, time, point| Stamp { request, time, point };
        let expected = [
            stamp(0, 16_873_288_473_394, Point::Arrives),
            stamp(0, 16_873_288_516_968, Point::Copies),
            stamp(1, 16_873_288_650_394, Point::Waking),
        ];
        assert_eq!(read(text, &numbers), expected);
    }
}
