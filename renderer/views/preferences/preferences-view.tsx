export function PreferencesView() {
  return <div className="view"><div className="view-head"><h1>PreferencesView</h1></div></div>
}
