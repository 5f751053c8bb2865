// Tells the parts of the page that show where the person stands what is known now, and takes what is
// entered in them.

export default function ({ data, setTriggerValue }) {
  const told = { ...data, give: (given) => setTriggerValue("given", given) };
  globalThis.trialExplorerStanding = told;
  document.dispatchEvent(new CustomEvent("trial-explorer-standing", { detail: told, bubbles: true }));
  return () => {
    if (globalThis.trialExplorerStanding === told) delete globalThis.trialExplorerStanding;
  };
}
