//! What the kernel does between a client and the server, in a few words: its column is narrow.

use recording::{Arrival, Moment};

use crate::words::Words;

impl Words<'_> {
    /// What the kernel does, given what each task is called.
    pub(crate) fn moment<'label>(
        self,
        moment: &Moment,
        label: impl Fn(usize) -> &'label str,
    ) -> String {
        match moment {
            Moment::Arrives { what, .. } => arrives(*what),
            Moment::Wakes { task } => format!("└ wakes {}", label(*task)),
            Moment::Copies { bytes, of: None, .. } => format!("copies {}", counted(*bytes)),
            Moment::Copies { bytes, of: Some(all), .. } => {
                format!("copies {bytes} of {}", counted(*all))
            }
            Moment::Waits { who, what } => {
                let who = self.subject(*who);
                match what {
                    Arrival::Bytes(1) => format!("1 byte of {who} waits"),
                    Arrival::Bytes(count) => format!("{count} bytes of {who} wait"),
                    Arrival::Part => format!("bytes of {who} wait"),
                    Arrival::Connection | Arrival::End | Arrival::Reset => {
                        format!("{who} is not accepted")
                    }
                }
            }
        }
    }
}

/// Whose it is, an arrow shows.
fn arrives(what: Arrival) -> String {
    match what {
        Arrival::Connection => "a connection arrives".to_owned(),
        Arrival::Bytes(1) => "1 byte arrives".to_owned(),
        Arrival::Bytes(count) => format!("{} arrive", counted(count)),
        Arrival::Part => "a part of it arrives".to_owned(),
        Arrival::End => "the end arrives".to_owned(),
        Arrival::Reset => "a reset arrives".to_owned(),
    }
}

fn counted(bytes: usize) -> String {
    if bytes == 1 { "1 byte".to_owned() } else { format!("{bytes} bytes") }
}
