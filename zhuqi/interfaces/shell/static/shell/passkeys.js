// When a passkey ceremony is broken off, say so on the page instead of in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.getElementById("passkey_trouble");
  if (trouble) trouble.hidden = false;
});
