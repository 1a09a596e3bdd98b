"use strict";
// Shows the value of a lever while it is moved.
for (const lever of document.querySelectorAll("#levers input[type=range]")) {
  const output = document.querySelector(`output[for="${lever.id}"]`);
  lever.addEventListener("input", () => { output.textContent = lever.value; });
}
