//! Which figures there are, and from which scenes they are drawn.

use super::panel::{Figure, Shows, models, scene, scenes};

/// All of them, in the order of the pages.
pub const FIGURES: &[Figure] = &[
    models("models", 13),
    Figure { name: "all-models", shows: Shows::Alone },
    scenes(
        "two-waits",
        &[scene("One request of six bytes", "ping", 1).hides(&["poll"]).steps(3, 9)],
    ),
    models("models-1", 1),
    models("models-2", 2),
    models("models-3", 3),
    models("models-4", 4),
    models("models-5", 5),
    models("models-6", 6),
    models("models-7", 7),
    models("models-8", 8),
    models("models-9", 9),
    models("models-10", 10),
    models("models-12", 12),
    models("models-13", 13),
    scenes(
        "1-arrived",
        &[scene("Bob’s bytes arrive while the server waits for Alice", "1-arrived", 2)
            .hides(&["ioctl", "close"])
            .steps(3, 19)],
    ),
    scenes(
        "2-two-clients",
        &[
            scene("Step 1: one thread", "2-one-client", 1).steps(3, 16),
            scene("Step 2: a thread for each client", "2-thread-each", 1).steps(4, 16),
        ],
    ),
    scenes(
        "3-holders",
        &[
            scene("Step 1: two hold the connection", "3-parent-keeps", 1).steps(2, 15).holds(),
            scene("Step 2: the parent closes its own", "3-zombies", 1).steps(2, 16).holds(),
        ],
    ),
    scenes(
        "4-asking",
        &[
            scene("Chapters 1 to 3: asleep in a call", "ping", 1).hides(&["poll"]).steps(3, 9),
            scene("Step 2: asks without end", "4-in-turn", 1).steps(11, 24),
            scene("Step 3: asks, and pauses", "4-pause", 1).steps(8, 19),
        ],
    ),
    scenes("5-set", &[scene("One call of select", "5-passed-again", 1).steps(6, 9).call()]),
    scenes(
        "5-passed-again",
        &[scene("Step 2: Bob is no longer in the set", "5-passed-again", 1).steps(6, 21).lists()],
    ),
    scenes("6-fields", &[scene("One call of poll", "6-array", 1).steps(9, 12).call()]),
    scenes(
        "6-array",
        &[scene("Step 1: the list comes with each call", "6-array", 1).steps(5, 20).lists()],
    ),
    scenes(
        "7-lists",
        &[
            scene("poll: the list comes with each call", "6-array", 1).steps(9, 20).lists(),
            scene("epoll: the kernel keeps the list", "7-level", 1).steps(13, 24).lists(),
        ],
    ),
    scenes(
        "7-buffer",
        &[
            scene("Level-triggered: as long as something is there", "7-level", 2)
                .steps(8, 17)
                .level(),
            scene("Edge-triggered: when something comes", "7-edge", 1).steps(8, 21).level(),
        ],
    ),
    scenes(
        "7-waits",
        &[
            scene("Step 1, level: reported again", "7-level", 2).steps(8, 18).lists(),
            scene("Step 2, edge: 8 bytes wait, and the server sleeps", "7-edge", 1)
                .steps(8, 20)
                .lists(),
        ],
    ),
    scenes(
        "7-duplicate",
        &[scene("Closed under one number, open under another: the entry stays", "7-duplicate", 1)
            .steps(7, 21)
            .lists()],
    ),
    scenes("8-news", &[scene("A datagram, and the news of it", "8-real-time", 1).steps(4, 10)]),
    scenes(
        "8-queue",
        &[scene("Three datagrams, and a signal for each", "8-real-time", 2).steps(4, 18)],
    ),
    scenes(
        "9-ready-and-complete",
        &[
            scene("epoll: told that it has come", "ping", 7).steps(8, 14).lists(),
            scene("io_uring: told that it is done", "9-one-receive", 1).steps(4, 10).lists(),
        ],
    ),
    scenes("9-few-buffers", &[scene("No buffer is left", "9-few-buffers", 1).steps(9, 21).lists()]),
    scenes(
        "10-sleep",
        &[
            scene("A handler that sleeps: Bob waits too", "10-blocking-sleep", 1)
                .hides(&["epoll_ctl", "read"])
                .steps(12, 27),
            scene("A timer: Bob is answered meanwhile", "10-callbacks", 1)
                .hides(&["epoll_ctl", "read"])
                .steps(12, 25),
        ],
    ),
    scenes(
        "10-order",
        &[scene("Two turns, and a third when the time has come", "10-order", 1)
            .hides(&["epoll_ctl", "read"])
            .steps(8, 20)],
    ),
    scenes(
        "11-heard",
        &[
            scene("Nobody tells the executor: the bytes wait", "11-not-heard", 1).steps(8, 15),
            scene("An eventfd tells it: Alice is answered", "11-eventfd", 1).steps(9, 19),
        ],
    ),
    scenes(
        "12-wake-up",
        &[scene("One wake-up, over two threads", "12-two-threads", 1)
            .hides(&["epoll_ctl"])
            .steps(16, 25)],
    ),
    scenes(
        "14-bob-hears",
        &[
            scene("Step 1, read and send: Bob hears the old file", "14-copied", 1).steps(4, 13),
            scene("Step 3, sendfile: he hears the new one", "14-sendfile", 1).steps(4, 12),
        ],
    ),
    scenes(
        "15-queue",
        &[scene("Three threads, and Dave is the fourth client", "15-queue", 1).steps(3, 27)],
    ),
    scenes(
        "15-who-is-woken",
        &[
            scene("Step 2, on three lists: all three are woken", "15-herd", 1).steps(10, 24),
            scene("Step 4, exclusive: one is woken", "15-exclusive", 1).steps(10, 23),
        ],
    ),
];
