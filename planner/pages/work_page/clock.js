/* Counts from a wall-clock instant, so a laptop that slept shows the true time when it wakes. */
(() => {
  const two = (number) => String(number).padStart(2, "0");
  const name_tab = (title) => {
    if (document.title !== window.callItTabTitle) window.callItPageTitle = document.title;
    window.callItTabTitle = document.title = title;
  };
  const stop = () => {
    clearInterval(window.callItClock);
    if (document.title === window.callItTabTitle) document.title = window.callItPageTitle;
  };
  /* As `planner.domain.wording.hours_words` says them. */
  const hours_words = (seconds) => {
    const hours = seconds / 3600;
    if (hours > 0 && hours < 1 / 60) return "< 1 min";
    if (hours > 0 && hours < 59.5 / 60) return `${Math.round(hours * 60)} min`;
    return `${hours >= 9.95 ? Math.round(hours) : Math.round(hours * 10) / 10} h`;
  };
  /* As `so_far_words` of the same place: to the second within the first minute. */
  const so_far_words = (seconds) => (Math.round(seconds) < 60 ? `${Math.round(seconds)} s` : hours_words(Math.max(60, seconds)));
  const cap_words = (all_s, cap_s, agreed_s) => {
    const used = so_far_words(all_s);
    if (!cap_s) return `${used} on this phase, no cap`;
    if (all_s < cap_s) return `${used} used, ${hours_words(cap_s - all_s)} left`;
    if (all_s - cap_s < 60) return `${used} used: the cap is reached`;
    const past = `${used} used, ${hours_words(all_s - cap_s)} past the cap`;
    return all_s < agreed_s ? `${past}; ${hours_words(agreed_s - all_s)} left until ${hours_words(agreed_s)}` : past;
  };
  const draw_cap = (clock, all_s, cap_s, agreed_s) => {
    const words = cap_words(all_s, cap_s, agreed_s);
    clock.querySelector(".cap-words").textContent = words;
    if (!cap_s) return;
    const full_s = Math.max(all_s, cap_s, agreed_s);
    const share = (seconds) => `${(100 * Math.max(0, seconds)) / full_s}%`;
    const bar = clock.querySelector(".bar");
    clock.querySelector(".cap-name").textContent = `cap ${hours_words(cap_s)}`;
    clock.classList.toggle("past-cap", all_s >= cap_s);
    clock.querySelector(".used").style.width = share(Math.min(all_s, cap_s));
    clock.querySelector(".past").style.width = share(all_s - cap_s);
    clock.querySelector(".mark").style.left = share(cap_s);
    clock.querySelector(".mark").hidden = full_s <= cap_s;
    bar.setAttribute("aria-valuemax", (full_s / 3600).toFixed(2));
    bar.setAttribute("aria-valuenow", (all_s / 3600).toFixed(2));
    bar.setAttribute("aria-valuetext", words);
  };
  /* Once for each time that a question falls due; a second late, as the page counts in finer steps than this. */
  const ask_when_due = (clock, all_s, ask_s) => {
    const due = `${clock.dataset.startedMs} ${ask_s}`;
    if (!ask_s || all_s <= ask_s || window.callItAsked === due) return;
    window.callItAsked = due;
    document.querySelector(".st-key-cap_reached button")?.click();
  };
  const draw = () => {
    const clock = document.getElementById("clock");
    if (!clock) return stop();
    const { startedMs, beforeS, capS, agreedS, askS, counts, phase } = clock.dataset;
    const elapsed_s = Math.max(0, Math.floor((Date.now() - Number(startedMs)) / 1000));
    const minutes = Math.floor(elapsed_s / 60);
    const hours_and_minutes = `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
    clock.querySelector(".time").textContent = `${hours_and_minutes}:${two(elapsed_s % 60)}`;
    name_tab(`${hours_and_minutes} ${phase}`);
    const all_s = Number(beforeS) + Number(counts) * elapsed_s;
    draw_cap(clock, all_s, Number(capS), Number(agreedS));
    ask_when_due(clock, all_s, Number(askS));
  };
  clearInterval(window.callItClock);
  window.callItClock = setInterval(draw, 500);
  draw();
})();
