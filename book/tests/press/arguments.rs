//! The command line asks for one task, or is told what is wrong.

use lexopt::Parser;
use press::arguments::Task;

fn parse(arguments: &[&str]) -> Result<Task, String> {
    Task::parse(Parser::from_args(arguments)).map_err(|error| error.to_string())
}

#[test]
fn each_task_has_its_word() {
    assert_eq!(parse(&[]), Ok(Task::Serve));
    assert_eq!(parse(&["build"]), Ok(Task::Build));
    assert_eq!(parse(&["figures"]), Ok(Task::Figures));
    assert_eq!(parse(&["check"]), Ok(Task::Check));
    assert_eq!(parse(&["--help"]), Ok(Task::Help));
    assert_eq!(parse(&["-h"]), Ok(Task::Help));
}

#[test]
fn what_is_wrong_is_named() {
    assert_eq!(parse(&["print"]), Err("unexpected argument \"print\"".to_owned()));
    assert_eq!(parse(&["--port"]), Err("invalid option '--port'".to_owned()));
    assert_eq!(parse(&["build", "check"]), Err("unexpected argument \"check\"".to_owned()));
}
