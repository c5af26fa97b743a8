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
  const draw = () => {
    const clock = document.getElementById("clock");
    if (!clock) return stop();
    const { startedMs, beforeS, capS, counts, phase } = clock.dataset;
    const elapsed_s = Math.max(0, Math.floor((Date.now() - Number(startedMs)) / 1000));
    const minutes = Math.floor(elapsed_s / 60);
    const hours_and_minutes = `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
    clock.querySelector(".time").textContent = `${hours_and_minutes}:${two(elapsed_s % 60)}`;
    name_tab(`${hours_and_minutes} ${phase}`);
    if (!Number(capS)) return;
    const all_s = Number(beforeS) + Number(counts) * elapsed_s;
    const full_s = Math.max(all_s, Number(capS));
    clock.querySelector(".used").style.width = `${(100 * Math.min(all_s, Number(capS))) / full_s}%`;
    clock.querySelector(".past").style.width = `${(100 * Math.max(0, all_s - Number(capS))) / full_s}%`;
  };
  clearInterval(window.callItClock);
  window.callItClock = setInterval(draw, 500);
  draw();
})();
