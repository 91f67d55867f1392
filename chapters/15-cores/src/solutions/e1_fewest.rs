//! A client goes to the worker that has the fewest; of two that have as many, to the first.

use std::io;

use io_models::Server;

use crate::s5_in_turn::hand_out;

pub(crate) fn serve(server: Server) -> io::Result<()> {
    hand_out(&server, |workers| {
        let clients = |worker: &usize| workers[*worker].clients();
        (0..workers.len()).min_by_key(clients).expect("there are workers")
    })
}
