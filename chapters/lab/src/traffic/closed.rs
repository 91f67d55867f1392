//! The closed loop: each client asks again as soon as it has been answered.
//!
//! So a server that is slow is asked less often, and the time that a request had to wait until it
//! was asked is in no figure: see the open loop.

use std::time::{Duration, Instant};

use anyhow::Result;

use super::{Clients, Heard, Request};

impl Clients {
    /// All clients ask for so long, but not more than `most` requests.
    ///
    /// # Errors
    /// The server does not answer, or not what was expected; or we are interrupted.
    pub fn ask_again(&mut self, request: &Request, time: Duration, most: u64) -> Result<Heard> {
        let mut heard = Heard::new();
        self.waited = Duration::ZERO;
        let start = Instant::now();
        let (mut asked, mut waiting) = (0, 0);
        for client in &mut self.all {
            if asked + request.number > most {
                break;
            }
            client.ask(request, Instant::now())?;
            asked += request.number;
            waiting += 1;
        }
        while waiting > 0 {
            for place in self.answered(request, None)? {
                let (client, now) = (&mut self.all[place], Instant::now());
                heard.reply(request.number, client.start, now);
                if now - start < time && asked + request.number <= most {
                    client.ask(request, now)?;
                    asked += request.number;
                } else {
                    waiting -= 1;
                }
            }
        }
        (heard.time, heard.waited) = (start.elapsed(), self.waited);
        Ok(heard)
    }
}
