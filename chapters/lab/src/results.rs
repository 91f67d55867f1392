//! All that was measured: a row for each server under each load.

use crate::{
    load::{Asked, Load},
    samples::Samples,
};

const HEADING: &str =
    "request,bytes,busy,idle,pipelined,server,microseconds,lowest,highest,calls\n";

#[derive(Debug, Default)]
pub(crate) struct Results(Vec<Row>);

#[derive(Debug)]
pub(crate) struct Row {
    load: Load,
    pub(crate) server: &'static str,
    /// CPU time of a request.
    pub(crate) microseconds: Samples,
    /// System calls of a request.
    pub(crate) calls: Samples,
}

impl Results {
    pub(crate) fn row(&mut self, load: &Load, server: &'static str) -> &mut Row {
        match self.0.iter().position(|row| row.is_of(load, server)) {
            Some(place) => &mut self.0[place],
            None => {
                let none = Samples::default;
                self.0.push(Row { load: *load, server, microseconds: none(), calls: none() });
                self.0.last_mut().expect("it has just been added")
            }
        }
    }

    pub(crate) fn of<'a>(&'a self, load: &'a Load) -> impl Iterator<Item = &'a Row> {
        self.0.iter().filter(|row| row.load == *load)
    }

    pub(crate) fn microseconds(&self, load: &Load, server: &str) -> Option<&Samples> {
        Some(&self.0.iter().find(|row| row.is_of(load, server))?.microseconds)
    }

    pub(crate) fn csv(&self) -> String {
        let mut text = HEADING.to_owned();
        self.0.iter().for_each(|row| text += &row.csv());
        text
    }
}

impl Row {
    fn csv(&self) -> String {
        let Self { load, server, microseconds, calls } = self;
        let Load { asked, clients, idle, pipelined } = load;
        let (request, size) = match asked {
            Asked::Ping => ("ping", 0),
            Asked::Set(size) => ("set", *size),
            Asked::Get(size) => ("get", *size),
        };
        let cell = |value: Option<f64>| value.map_or(String::new(), |x| format!("{x:.3}"));
        let (least, most) = microseconds.ends();
        let times = [microseconds.median(), least, most].map(cell).join(",");
        let calls = cell(calls.median());
        format!("{request},{size},{clients},{idle},{pipelined},{server},{times},{calls}\n")
    }

    fn is_of(&self, load: &Load, server: &str) -> bool {
        self.load == *load && self.server == server
    }
}
