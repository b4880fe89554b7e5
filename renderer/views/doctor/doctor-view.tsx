export function DoctorView() {
  return <div className="view"><div className="view-head"><h1>DoctorView</h1></div></div>
}
