//! A function's name as a person would say it: without types, and without what the compiler adds.

/// `<a::B<T> as c::D>::e::<F>::{closure#0}` is `a::B::e`.
pub(crate) fn of(name: &str) -> String {
    let parts = parts(name).into_iter().filter_map(part);
    parts.collect::<Vec<_>>().join("::")
}

/// What stands between the `::` that are in no brackets.
fn parts(name: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (index, letter) in name.char_indices() {
        match letter {
            '<' | '(' | '[' | '{' => depth += 1,
            '>' if name[..index].ends_with('-') => {}
            '>' | ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 && name[index..].starts_with("::") => {
                parts.push(&name[start..index]);
                start = index + 2;
            }
            _ => {}
        }
    }
    parts.push(name.get(start..).unwrap_or_default());
    parts
}

fn part(part: &str) -> Option<String> {
    if part.starts_with('{') {
        return None;
    }
    let Some(inside) = part.strip_prefix('<') else {
        // `main.(*Server).serve` of Go has no such brackets.
        return Some(part.split('<').next().unwrap_or(part).to_owned())
            .filter(|part| !part.is_empty());
    };
    let inside = inside.strip_suffix('>').unwrap_or(inside);
    let of_trait = inside.split(" as ").next().unwrap_or(inside);
    Some(of(of_trait)).filter(|part| !part.is_empty())
}
