//! How tasks begin and end, and the signals between: what they tell.

use std::mem;

use recording::{End, Event, Kind, Moment, Signal, Task};
use rustix::process::Pid;

use crate::{
    Tracer,
    decode::call::{Entered, descriptor},
    follow::{
        entry::Entry,
        lane::tells_of_descriptor,
        task::{Place, State, Traced},
    },
    stops::proc::handles,
};

impl Tracer {
    /// The index of a task; of a number that was used again, the last one that had it.
    pub(crate) fn index(&self, task: Pid) -> Option<usize> {
        self.tasks.iter().rposition(|known| known.task == task)
    }

    /// The first thread of a task's process.
    pub(crate) fn first(&self, by: usize) -> usize {
        self.index(self.tasks[by].process).unwrap_or(by)
    }

    /// A task has made another one, whose own first stop may have come already.
    pub(crate) fn born(&mut self, parent: usize, child: Pid) {
        let made = self.tasks[parent].inside().and_then(|pending| pending.call.kind());
        let task = if made == Some(&Kind::Clone) {
            let kind = Task::Thread { of: self.first(parent) };
            Traced::new(child, self.tasks[parent].process, kind)
        } else {
            self.names.bear(child);
            self.lines.iter_mut().for_each(|lines| lines.forget(child));
            Traced::new(child, child, Task::Child)
        };
        let early = self.early.iter().position(|early| *early == child);
        self.tasks.push(match early {
            Some(place) => {
                self.early.swap_remove(place);
                task.stopped()
            }
            None => task,
        });
    }

    /// A signal is about to be delivered. That with which a task begins is the tracer's own.
    pub(crate) fn signalled(&mut self, by: usize, number: i32) {
        let task = &mut self.tasks[by];
        if matches!(task.place, Place::Newborn) {
            task.place = Place::Outside;
            if number == libc::SIGSTOP {
                return;
            }
        }
        let is_handled = handles(task.process, number);
        let slept = task.interruption.arrives(number, is_handled);
        if is_handled {
            let wakes = self.lane.is_some() && slept && tells_of_descriptor(number);
            let wakes = wakes.then_some(Moment::Wakes { task: by, how: None });
            let event = Event::Signal { by, signal: Signal(number) };
            self.log.add(Entry { before: wakes.into_iter().collect(), ..event.into() });
        }
    }

    /// It goes on after its first stop, or because a process that was stopped is let go on.
    pub(crate) fn goes_on(&mut self, by: usize) {
        if self.tasks[by].is_new() {
            self.tasks[by].place = Place::Outside;
        }
        let first = self.first(by);
        self.tasks[first].end = None;
    }

    /// A signal has stopped a process; nobody in the scene will let it go on.
    pub(crate) fn stopped(&mut self, by: usize, signal: Signal) {
        self.tasks[by].state = State::Stopped;
        self.tell_end(self.first(by), End::Stopped(signal));
    }

    /// A thread has made its process another program. From now on it is the only one, under the
    /// first one's number (execve(2)).
    pub(crate) fn becomes_another(&mut self, by: usize, former: Pid) {
        let caller = self.index(former).unwrap_or(by);
        let place = mem::replace(&mut self.tasks[caller].place, Place::Outside);
        let process = self.tasks[by].process;
        let others = self.tasks.iter_mut().enumerate().filter(|(index, _)| *index != by);
        let others = others.filter(|(_, task)| task.process == process);
        others.for_each(|(_, task)| task.is_buried());
        self.tasks[by].becomes_another(place);
        self.lines.iter_mut().for_each(|lines| lines.forget(process));
        self.lets_go_of_time(by);
        self.last = by;
    }

    /// A task asks for its end, or for its process's: noted before anybody can notice.
    pub(crate) fn ends(&mut self, by: usize, call: &Entered) {
        let process = self.tasks[by].process;
        let own = self.tasks.iter_mut().filter(|task| task.process == process);
        own.for_each(Traced::look_up_name);
        let by = if call.number == libc::SYS_exit_group { self.first(by) } else { by };
        self.tell_end(by, End::Exits(descriptor(call.arguments[0]) & 0xff));
    }

    /// Looks up what the program calls its tasks: what has ended has no name any more.
    pub(crate) fn look_up_names(&mut self) {
        self.tasks.iter_mut().for_each(Traced::look_up_name);
    }

    /// What the program calls its tasks, up to the last one that has a name.
    pub(crate) fn names_of_tasks(&mut self) -> Vec<Option<String>> {
        let mut names: Vec<_> = self.tasks.iter_mut().map(|task| task.name.take()).collect();
        let last = names.iter().rposition(Option::is_some);
        names.truncate(last.map_or(0, |last| last + 1));
        names
    }

    /// A task is no more.
    pub(crate) fn buried(&mut self, by: usize, how: End) {
        let task = &mut self.tasks[by];
        task.is_buried();
        if task.is_process() {
            self.tell_end(by, how);
        }
    }

    fn tell_end(&mut self, by: usize, how: End) {
        if self.tasks[by].end.is_none() {
            self.tasks[by].end = Some(how);
            self.log.add(Event::Ends { by, how });
        }
    }
}
