//! What the code of exercise 2 must do.

use guide::Flaw;

/// What one size has cost in one round: processor time of both sides together.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// How many bytes.
    pub size: usize,
    /// What a plain send has cost.
    pub send: f64,
    /// What sendfile(2) has cost.
    pub sendfile: f64,
}

/// Somebody's function.
pub type Tips = fn(&[Turn]) -> Option<usize>;

/// It finds the size in each of these runs.
pub fn finds_the_size(tips: Tips) -> Result<(), Flaw> {
    let found = |turns: &[(usize, f64, f64)]| {
        let turns = turns.iter().map(|&(size, send, sendfile)| Turn { size, send, sendfile });
        tips(&turns.collect::<Vec<_>>())
    };
    let clear = [(4, 1.0, 1.2), (16, 3.0, 2.5), (64, 9.0, 6.0)];
    is(found(&clear), Some(16), "16 and 64 win, and 4 loses", FIRST)?;
    is(found(&clear[..1]), None, "the only size loses", NONE)?;
    let backwards = [clear[2], clear[1], clear[0]];
    is(found(&backwards), Some(16), "the same turns came in another order", ORDER)?;
    let luck = [(4, 1.0, 0.9), (16, 3.0, 3.1), (64, 9.0, 6.0)];
    is(found(&luck), Some(64), "4 wins, but 16 loses again", LUCK)?;
    let rounds = [(16, 3.0, 2.5), (64, 9.0, 6.0), (16, 3.0, 3.2), (64, 9.0, 7.0)];
    is(found(&rounds), Some(64), "16 wins in one round, and loses in the other", ROUNDS)?;
    let other_way = [rounds[2], rounds[3], rounds[0], rounds[1]];
    is(found(&other_way), Some(64), "16 loses in one round, and wins in the next", ROUNDS)?;
    let tie = [(16, 3.0, 3.0), (64, 9.0, 6.0)];
    is(found(&tie), Some(64), "both cost the same at 16", TIE)?;
    is(found(&[]), None, "there is no turn", NONE)
}

const FIRST: &str = "A size counts if it wins, and which others must?";
const NONE: &str = "Where no size wins, the answer is None.";
const ORDER: &str = "Don't rely on the order of the turns: sort the sizes first.";
const LUCK: &str = "The larger ones must win too. Begin with the largest size, and go down until one \
                    does not win.";
const ROUNDS: &str = "There is a turn of each size in each round. A size wins if it does in all.";
const TIE: &str = "To cost the same is not to win: sendfile must cost less.";

fn is(found: Option<usize>, wanted: Option<usize>, what: &str, hint: &str) -> Result<(), Flaw> {
    if found == wanted {
        return Ok(());
    }
    Err(Flaw::new(format!("Where {what}, it says {found:?}, not {wanted:?}."), hint.to_owned()))
}
