//! The tables of sockets in /proc/net (proc_net(5)): what the kernel tells of those on a port.

use std::{fs, net::SocketAddr};

/// A row, in its columns.
#[derive(Debug)]
pub(crate) struct Row(Vec<String>);

/// The first row of a table whose local port is that of `address`, and that is the one wanted.
pub(crate) fn find(
    table: &str,
    address: SocketAddr,
    is_wanted: impl Fn(&Row) -> bool,
) -> Option<Row> {
    let port = format!(":{:04X}", address.port());
    let text = fs::read_to_string(format!("/proc/net/{table}")).ok()?;
    // A busy machine has many thousands of rows: only those that may be meant are taken apart.
    let lines = text.lines().filter(|line| line.contains(&port));
    let mut rows = lines.map(|line| Row(line.split_whitespace().map(str::to_owned).collect()));
    rows.find(|row| row.column(Row::LOCAL).ends_with(&port) && is_wanted(row))
}

impl Row {
    const LOCAL: usize = 1;
    /// The socket's state, in two hexadecimal digits.
    pub(crate) const STATE: usize = 3;
    /// The bytes that wait in its queues.
    pub(crate) const QUEUES: usize = 4;
    /// The datagrams that it had no room for.
    pub(crate) const DROPS: usize = 12;

    /// What stands in a column.
    pub(crate) fn column(&self, index: usize) -> &str {
        self.0.get(index).map_or("", String::as_str)
    }
}
