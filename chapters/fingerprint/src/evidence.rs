//! By which rows a model is recognised.

use recording::Call;

use crate::{facts::Facts, model::Model, quote::Quote, scene::Scene, seen::Seen, way::Way};

/// The rows that show the model, in their order.
pub(crate) fn rows(
    model: Option<Model>,
    facts: &Facts,
    seen: Seen<'_>,
    scene: Scene,
) -> Vec<Quote> {
    let (wait, own) = (seen.asleep(), facts.made_for_client);
    let told = if facts.edge { "told of changes only" } else { "told what is there" };
    let parts: [(&'static str, Option<&Call>); 10] = [
        (made(model), seen.made()),
        ("waits here", wait.filter(|_| facts.way != Way::Ask)),
        ("asks, and is told: nothing", seen.receives_in_vain().filter(|_| facts.way == Way::Ask)),
        ("asks to be signalled", seen.signal()),
        (told, seen.registered().filter(|_| !own)),
        ("wakes the other task", seen.handed_over()),
        ("several wait for new clients", seen.listens_in_several()),
        ("a waker, never read", seen.waker().filter(|_| model == Some(Model::Executor))),
        ("others may wake it", seen.woken_by().filter(|_| model == Some(Model::Epoll))),
        ("calls are due soon: it looks", seen.looks().filter(|_| model == Some(Model::Callbacks))),
    ];
    let timer = seen.timer().map(|call| ("a timer of the loop", call));
    let parts = parts.into_iter().filter_map(|(why, call)| Some((why, call?))).chain(timer);
    let answer = seen.answers().next().map(|call| ("answers", call));
    let quote = |(why, call)| Quote::of(why, seen, scene, call);
    let mut rows: Vec<Quote> = parts.chain(answer).map(quote).collect();
    rows.sort_by_key(|quote| quote.row);
    rows
}

const fn made(model: Option<Model>) -> &'static str {
    match model {
        Some(Model::Processes) => "a process for the client",
        _ => "a thread for the client",
    }
}
